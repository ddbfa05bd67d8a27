package io.github.kesselevents.conformance.consumer;

import io.github.kesselevents.fixtures.consumer.ConsumerSettings;
import io.github.kesselevents.fixtures.consumer.Sink;
import io.github.kesselevents.fixtures.environment.Part;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * A member in this JVM, which starts in no time. Its consumer and its connection pass a gate at every call: there it
 * can be stopped for a while, or for good. Killed, it commits nothing, and its connections break. Killed or paused, its
 * group misses it at once, as it would at the end of a session: so sessions can be long, and nobody else is missed on a
 * slow machine.
 */
final class LightMember implements Part {

    /** Makes a consumer, right or wrong, of these two. */
    @FunctionalInterface
    interface Kind {

        Running of(Consumer<byte[], byte[]> consumer, Sink sink, String topic);
    }

    /** A consumer that runs in the thread that calls it. */
    record Running(Runnable run, Runnable close) {}

    /** Thrown at every call of a member that is dead. */
    private static final class Killed extends Error {

        Killed() {
            super("killed", null, false, false);
        }
    }

    private static final Duration GOODBYE = Duration.ofSeconds(10);

    private final String name;
    private final ConsumerSettings settings;
    private final Kind kind;
    private final Runnable expelAll;
    private volatile Life life;

    /** @param expelAll takes the places of all members of the group */
    LightMember(String name, ConsumerSettings settings, Kind kind, Runnable expelAll) {
        this.name = name;
        this.settings = settings;
        this.kind = kind;
        this.expelAll = expelAll;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized void start() {
        if (!isRunning()) {
            life = new Life();
            life.thread.start();
        }
    }

    @Override
    public void stop() {
        if (life != null) {
            life.asked = true;
            life.running.close().run();
            life.awaitEnd();
        }
    }

    @Override
    public void kill() {
        if (life != null) {
            life.kill();
        }
    }

    /** While it is the only one in its group. */
    @Override
    public void pause() {
        life.close();
        expelAll.run();
    }

    @Override
    public void resume() {
        life.open();
    }

    @Override
    public boolean isRunning() {
        return life != null && life.thread.isAlive();
    }

    @Override
    public Optional<String> ownEnd() {
        Life last = life;
        return last == null || last.asked || last.thread.isAlive()
                ? Optional.empty()
                : Optional.of(String.valueOf(last.failure));
    }

    /** From a start to its end. */
    private final class Life {

        private final KafkaConsumer<byte[], byte[]> kafka = settings.kafka();
        private final List<Connection> connections = new CopyOnWriteArrayList<>();
        private final Running running;
        private final Thread thread = new Thread(this::live, name);
        private boolean closed;
        private volatile boolean killed;
        private volatile boolean asked;
        private volatile Throwable failure;

        Life() {
            running = kind.of(gated(Consumer.class, kafka), Sink.open(this::connect), settings.topic());
        }

        private Connection connect() throws SQLException {
            pass();
            Connection connection = DriverManager.getConnection(settings.databaseUrl());
            connections.add(connection);
            return gated(Connection.class, connection);
        }

        private void live() {
            try {
                running.run().run();
            } catch (Throwable e) {
                failure = e;
            } finally {
                kafka.close(CloseOptions.timeout(GOODBYE)
                        .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
            }
        }

        @SuppressWarnings("unchecked")
        private <T> T gated(Class<? super T> type, T real) {
            return (T) Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        pass();
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw killed ? new Killed() : e.getCause();
                        } finally {
                            pass();
                        }
                    });
        }

        private synchronized void pass() {
            while (closed && !killed) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
            if (killed) {
                throw new Killed();
            }
        }

        synchronized void close() {
            closed = true;
        }

        synchronized void open() {
            closed = false;
            notifyAll();
        }

        void kill() {
            asked = true;
            killed = true;
            open();
            kafka.wakeup();
            connections.forEach(connection -> {
                try {
                    connection.abort(Runnable::run);
                } catch (SQLException e) {
                    // It was closed.
                }
            });
            awaitEnd();
        }

        private void awaitEnd() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package io.github.kesselevents.conformance.fault;

import io.github.kesselevents.fixtures.environment.Database;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.netcrusher.core.reactor.NioReactor;
import org.netcrusher.tcp.TcpCrusher;
import org.netcrusher.tcp.TcpCrusherBuilder;

/**
 * The line between a producer and its database: a TCP proxy that lets everything pass, and can cut the connection of
 * one transaction at its commit. All other connections stay. Thread-safe; one cut at a time.
 */
public final class DatabaseLine implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final NioReactor reactor;
    private final TcpCrusher proxy;
    private final ExecutorService scissors =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "database-line"));
    private final Map<InetSocketAddress, Talk> talks = new ConcurrentHashMap<>();
    private volatile Cut awaited;

    private DatabaseLine(NioReactor reactor, Database database, int port) {
        this.reactor = reactor;
        this.proxy = TcpCrusherBuilder.builder()
                .withReactor(reactor)
                .withBindAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .withConnectAddress(database.host(), database.port())
                .withTcpNoDelay(true)
                .withOutgoingTransformFilterFactory(
                        client -> piece -> talk(client).said(piece))
                .withIncomingTransformFilterFactory(
                        client -> piece -> talk(client).answered(piece))
                .withDeletionListener((client, meters) -> talks.remove(client))
                .buildAndOpen();
    }

    /**
     * Opens one.
     *
     * @param port on which it listens, of this machine
     */
    public static DatabaseLine open(Database database, int port) {
        try {
            return new DatabaseLine(new NioReactor(), database, port);
        } catch (IOException e) {
            throw new FaultException(
                    "No line to the database can be opened on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** On which it listens. */
    public int port() {
        return proxy.getBindAddress().getPort();
    }

    /**
     * Looks out for a transaction, to cut its connection.
     *
     * @param marker a text that it writes
     * @param where at its commit it is cut; {@link CommitCut#DURING} waits for {@link Cut#now()}
     */
    public Cut await(String marker, CommitCut where) {
        Cut cut = new Cut(marker, where);
        awaited = cut;
        return cut;
    }

    /** A cut that was asked for. */
    public final class Cut {

        private final String marker;
        private final CommitCut where;
        private final CompletableFuture<InetSocketAddress> reached = new CompletableFuture<>();

        private Cut(String marker, CommitCut where) {
            this.marker = marker;
            this.where = where;
        }

        /** Cuts, once the transaction has asked for its commit. */
        public void now() {
            close(awaitReached());
        }

        /**
         * The proof: the client's port of the connection that was cut.
         *
         * @throws FaultException when the transaction did not come to its commit
         */
        public int port() {
            return awaitReached().getPort();
        }

        private InetSocketAddress awaitReached() {
            try {
                return reached.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                throw new FaultException(
                        "The write marked " + marker + " did not come to its commit within " + PATIENCE.toSeconds()
                                + " s, so its connection was not cut; look at the producer's log.",
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FaultException("The run was interrupted.", e);
            }
        }
    }

    private void close(InetSocketAddress client) {
        proxy.closeClient(client);
    }

    private Talk talk(InetSocketAddress client) {
        return talks.computeIfAbsent(client, Talk::new);
    }

    /** One connection. Its methods are called by the proxy's thread alone. */
    private final class Talk {

        private final InetSocketAddress client;
        private final FrontendMessages messages = new FrontendMessages();
        private Cut own;

        Talk(InetSocketAddress client) {
            this.client = client;
        }

        void said(ByteBuffer piece) {
            Cut cut = awaited;
            if (!messages.read(piece, cut == null ? null : cut.marker)) {
                return;
            }
            awaited = null;
            own = cut;
            switch (cut.where) {
                case BEFORE -> {
                    swallow(piece);
                    cut();
                }
                case DURING -> cut.reached.complete(client);
                case AFTER -> {}
            }
        }

        void answered(ByteBuffer piece) {
            if (own != null && own.where == CommitCut.AFTER) {
                swallow(piece);
                cut();
            }
        }

        /** Not by the proxy's own thread, which is in the midst of the connection. */
        private void cut() {
            Cut cut = own;
            scissors.execute(() -> {
                close(client);
                cut.reached.complete(client);
            });
        }

        private static void swallow(ByteBuffer piece) {
            piece.limit(piece.position());
        }
    }

    /** Cuts all. */
    @Override
    public void close() {
        proxy.close();
        reactor.close();
        scissors.shutdownNow();
    }
}

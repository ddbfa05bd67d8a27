package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import io.github.kesselevents.fixtures.environment.Database;
import io.github.kesselevents.fixtures.environment.Part;
import io.github.kesselevents.fixtures.environment.Ports;
import io.github.kesselevents.fixtures.environment.Relay;
import io.github.kesselevents.fixtures.inventory.DualWriter;
import io.github.kesselevents.fixtures.inventory.PlantedDefect;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory.Settings;
import io.github.kesselevents.fixtures.relay.ReferenceRelay;
import io.github.kesselevents.fixtures.relay.RelaySettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/** On a shared broker and database, a producer and a relay in this JVM: a run of them costs a second or two. */
final class LightParts implements Parts {

    private static final String NAMES_OF_TOPICS = "outbox.event.";
    private static final Duration STORES_EVERY = Duration.ofMillis(250);

    private final SharedStage stage;
    private final SharedStage.Place place;
    private final ReferenceRelay relay;
    private final Part producer;
    private final int port;

    private LightParts(
            SharedStage stage,
            SharedStage.Place place,
            Function<RelaySettings, ReferenceRelay> relay,
            BiFunction<SharedStage.Place, Integer, Part> producer) {
        this.stage = stage;
        this.place = place;
        stage.kafka()
                .createTopics(
                        profile(place).streams().stream().map(Stream::topic).toList());
        this.relay =
                relay.apply(RelaySettings.of(place.database(), stage.kafka().bootstrapServers())
                        .withSlot("relay_" + place.name())
                        .withTopicPrefix(topicPrefix(place))
                        .withStoresEvery(STORES_EVERY));
        this.relay.prepareSlot();
        this.port = Ports.free();
        this.producer = producer.apply(place, port);
        this.producer.start();
    }

    /**
     * Launches them.
     *
     * @param relay makes the relay, right or wrong
     * @param producer makes the producer, right or wrong, on a database and a port
     */
    static LightParts launch(
            SharedStage stage,
            SharedStage.Place place,
            Function<RelaySettings, ReferenceRelay> relay,
            BiFunction<SharedStage.Place, Integer, Part> producer) {
        return new LightParts(stage, place, relay, producer);
    }

    /** The reference inventory. */
    static Part right(SharedStage.Place place, int port) {
        return new Inventory(settings -> ReferenceInventory.start(settings), place.url(), port);
    }

    /** The reference inventory with a defect. */
    static Part wrong(PlantedDefect planted, SharedStage.Place place, int port) {
        return new Inventory(settings -> ReferenceInventory.start(settings, planted), place.url(), port);
    }

    /** The reference inventory without its outbox, publishing to the topics of the place. */
    static Part dualWriter(DualWriter writer, SharedStage.Place place, int port) {
        return new Inventory(settings -> ReferenceInventory.start(settings, writer), place.url(), port);
    }

    /** What stands before the aggregate type in the name of a topic. */
    static String topicPrefix(SharedStage.Place place) {
        return place.name() + "." + NAMES_OF_TOPICS;
    }

    /** Kessel's profile with the topics of a place. */
    static ProducerProfile profile(SharedStage.Place place) {
        ProducerProfile kessel = ProducerProfile.kessel();
        List<Stream> streams = kessel.streams().stream()
                .map(stream -> new Stream(
                        stream.prefix(),
                        place.name() + "." + stream.topic(),
                        stream.marker(),
                        stream.time(),
                        stream.subject(),
                        stream.mirrors(),
                        stream.emptyOnDelete()))
                .toList();
        return new ProducerProfile(
                kessel.name(),
                kessel.wireFormat(),
                kessel.refusals(),
                Pattern.compile(Pattern.quote(topicPrefix(place)) + ".*"),
                streams,
                kessel.tables(),
                kessel.deleted(),
                kessel.marker(),
                kessel.transactionId(),
                kessel.subject(),
                kessel.reported(),
                kessel.rewindSlack(),
                kessel.decides(),
                kessel.notPromised(),
                kessel.known(),
                kessel.accepted());
    }

    @Override
    public Optional<Database> database() {
        return Optional.of(place.database());
    }

    @Override
    public Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", stage.kafka().bootstrapServers());
    }

    @Override
    public String producerAddress() {
        return "127.0.0.1:" + port;
    }

    @Override
    public Part producer() {
        return producer;
    }

    @Override
    public Part broker() {
        return stage.kafka();
    }

    @Override
    public Part databaseServer() {
        return stage.postgres();
    }

    @Override
    public Relay relay() {
        return relay;
    }

    @Override
    public void awaitStreaming() {
        relay.start();
    }

    @Override
    public void close() {
        relay.dropSlot();
        producer.stop();
        stage.drop(place);
    }

    /** The reference inventory in this JVM. It cannot be killed or paused; the main job's, a process, can. */
    private static final class Inventory implements Part {

        private final Function<Settings, ReferenceInventory> starting;
        private final Settings settings;
        private volatile ReferenceInventory inventory;

        Inventory(Function<Settings, ReferenceInventory> starting, String url, int port) {
            Settings standard = Settings.forTests(url);
            this.starting = starting;
            this.settings = new Settings(standard.host(), port, url, null, null, standard.connections());
        }

        @Override
        public String name() {
            return "producer";
        }

        @Override
        public synchronized void start() {
            if (inventory == null) {
                inventory = starting.apply(settings);
            }
        }

        @Override
        public synchronized void stop() {
            if (inventory != null) {
                inventory.close();
                inventory = null;
            }
        }

        @Override
        public void kill() {
            throw new UnsupportedOperationException("it lives in this JVM");
        }

        @Override
        public void pause() {
            throw new UnsupportedOperationException("it lives in this JVM");
        }

        @Override
        public void resume() {
            throw new UnsupportedOperationException("it lives in this JVM");
        }

        @Override
        public boolean isRunning() {
            return inventory != null;
        }
    }
}

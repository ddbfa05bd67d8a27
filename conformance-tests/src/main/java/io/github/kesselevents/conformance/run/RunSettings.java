package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import io.github.kesselevents.fixtures.environment.ConnectorConfiguration;
import io.github.kesselevents.fixtures.environment.ContainerSettings;
import io.github.kesselevents.fixtures.environment.RelayVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run is to be.
 *
 * @param folder where the history and the reports go; made if need be, and what an earlier run left there replaced
 * @param producer what is checked
 * @param seed what the operations and the fault points are drawn from
 * @param scenario size of the scenario and its faults, by the words of {@link Disturbances}
 * @param relay which relay runs
 * @param connector how it is configured; empty where the producer publishes by itself, and there is no relay
 * @param brokers how many Kafka has: 1, or 3 that hold each record three times
 * @param containers the images of its parts; empty for child processes
 * @param probes whether payloads that distort events or stop the relay are asked at the end
 * @param command that asks for the same run again, for the reports; empty where there is none
 */
public record RunSettings(
        Path folder,
        ProducerSettings producer,
        long seed,
        ScenarioSettings scenario,
        RelayVersion relay,
        Optional<ConnectorConfiguration> connector,
        int brokers,
        Optional<ContainerSettings> containers,
        boolean probes,
        String command) {

    /** The faults of the default run, for help texts. */
    public static final String DEFAULT_FAULTS_TEXT =
            "kill relay, refuse commits, hold commit, stop relay, kill producer";

    /** The main job: 2,000 operations, the default faults, all probes. */
    public static RunSettings standard(Path folder, long seed) {
        return new RunSettings(
                folder,
                ProducerSettings.bundled(),
                seed,
                ScenarioSettings.defaults().withFaults(List.of(DEFAULT_FAULTS_TEXT.split(", "))),
                RelayVersion.NEWEST,
                Optional.of(ConnectorConfiguration.standard()),
                1,
                Optional.empty(),
                true,
                "");
    }

    public RunSettings withProfile(ProducerProfile other) {
        return withProducer(producer.withProfile(other));
    }

    /** The same with another producer, and the relay and the containers that it needs. */
    public RunSettings withProducer(ProducerSettings other) {
        return new RunSettings(
                folder,
                other,
                seed,
                scenario,
                relay,
                connector(other),
                brokers,
                other.containers().or(() -> containers),
                probes,
                command);
    }

    private Optional<ConnectorConfiguration> connector(ProducerSettings other) {
        return other.relay().needed() && other.external().isEmpty()
                ? other.relay().connector().map(ConnectorConfiguration::read).or(() -> connector)
                : Optional.empty();
    }

    public RunSettings withScenario(ScenarioSettings other) {
        return new RunSettings(folder, producer, seed, other, relay, connector, brokers, containers, probes, command);
    }

    public RunSettings withRelay(RelayVersion other) {
        return new RunSettings(
                folder, producer, seed, scenario, other, connector, brokers, containers, probes, command);
    }

    public RunSettings withConnector(ConnectorConfiguration other) {
        return new RunSettings(
                folder, producer, seed, scenario, relay, Optional.of(other), brokers, containers, probes, command);
    }

    public RunSettings withBrokers(int number) {
        return new RunSettings(folder, producer, seed, scenario, relay, connector, number, containers, probes, command);
    }

    public RunSettings withContainers(ContainerSettings images) {
        return new RunSettings(
                folder, producer, seed, scenario, relay, connector, brokers, Optional.of(images), probes, command);
    }

    public RunSettings withProbes(boolean asked) {
        return new RunSettings(folder, producer, seed, scenario, relay, connector, brokers, containers, asked, command);
    }

    public RunSettings withCommand(String other) {
        return new RunSettings(folder, producer, seed, scenario, relay, connector, brokers, containers, probes, other);
    }

    /** What the kit must know of the producer. */
    public ProducerProfile profile() {
        return producer.profile();
    }

    /** The history's file. */
    public Path history() {
        return folder.resolve("history.ndjson");
    }
}

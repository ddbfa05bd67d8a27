package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.workload.ScenarioSettings;
import io.github.kesselevents.fixtures.environment.ConnectorConfiguration;
import io.github.kesselevents.fixtures.environment.RelayVersion;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run is to be.
 *
 * @param folder where the history and the reports go; made if need be, and what an earlier run left there replaced
 * @param seed what the operations and the fault points are drawn from
 * @param scenario size of the scenario and its faults, by the words of {@link Disturbances}
 * @param relay which relay runs
 * @param connector how it is configured
 * @param brokers how many Kafka has: 1, or 3 that hold each record three times
 * @param probes whether payloads that distort events or stop the relay are asked at the end
 * @param command that asks for the same run again, for the reports; empty where there is none
 */
public record RunSettings(
        Path folder,
        ProducerProfile profile,
        long seed,
        ScenarioSettings scenario,
        RelayVersion relay,
        ConnectorConfiguration connector,
        int brokers,
        boolean probes,
        String command) {

    /** The faults of the default run, for help texts. */
    public static final String DEFAULT_FAULTS_TEXT =
            "kill relay, refuse commits, hold commit, stop relay, kill producer";

    /** The main job: 2,000 operations, the default faults, all probes. */
    public static RunSettings standard(Path folder, long seed) {
        return new RunSettings(
                folder,
                ProducerProfile.kessel(),
                seed,
                ScenarioSettings.defaults().withFaults(List.of(DEFAULT_FAULTS_TEXT.split(", "))),
                RelayVersion.NEWEST,
                ConnectorConfiguration.standard(),
                1,
                true,
                "");
    }

    public RunSettings withProfile(ProducerProfile other) {
        return new RunSettings(folder, other, seed, scenario, relay, connector, brokers, probes, command);
    }

    public RunSettings withScenario(ScenarioSettings other) {
        return new RunSettings(folder, profile, seed, other, relay, connector, brokers, probes, command);
    }

    public RunSettings withRelay(RelayVersion other) {
        return new RunSettings(folder, profile, seed, scenario, other, connector, brokers, probes, command);
    }

    public RunSettings withConnector(ConnectorConfiguration other) {
        return new RunSettings(folder, profile, seed, scenario, relay, other, brokers, probes, command);
    }

    public RunSettings withBrokers(int number) {
        return new RunSettings(folder, profile, seed, scenario, relay, connector, number, probes, command);
    }

    public RunSettings withProbes(boolean asked) {
        return new RunSettings(folder, profile, seed, scenario, relay, connector, brokers, asked, command);
    }

    public RunSettings withCommand(String other) {
        return new RunSettings(folder, profile, seed, scenario, relay, connector, brokers, probes, other);
    }

    /** The history's file. */
    public Path history() {
        return folder.resolve("history.ndjson");
    }
}

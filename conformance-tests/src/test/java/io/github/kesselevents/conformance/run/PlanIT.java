package io.github.kesselevents.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.fault.CommitTraps;
import io.github.kesselevents.conformance.history.HistoryRecorder;
import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.conformance.producer.ProducerSettings;
import io.github.kesselevents.conformance.recording.DatabaseAccess;
import io.github.kesselevents.conformance.recording.Recording;
import io.github.kesselevents.conformance.recording.Witness;
import io.github.kesselevents.conformance.recording.WitnessSettings;
import io.github.kesselevents.fixtures.environment.ConnectorConfiguration;
import io.github.kesselevents.fixtures.environment.EmbeddedEnvironment;
import io.github.kesselevents.fixtures.environment.EmbeddedRelay;
import io.github.kesselevents.fixtures.environment.EnvironmentSettings;
import io.github.kesselevents.fixtures.environment.RelayVersion;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run really makes stands in the plan, and its SQL does what it says. */
class PlanIT {

    private static final Plan PLAN = Plan.of(ProducerSettings.bundled());
    private static final String MADE = """
            SELECT slot_name FROM pg_replication_slots
            UNION SELECT pubname FROM pg_publication
            UNION SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$|public$)'
            """;

    @TempDir
    private Path folder;

    private EmbeddedEnvironment environment;

    /** No relay starts: its slot and its publication are made beforehand, by the kit itself. */
    @BeforeEach
    void launch() {
        environment = EmbeddedEnvironment.launch(EnvironmentSettings.standard().withConnector(Optional.empty()));
        ReferenceInventory.start(Settings.forTests(environment.database().jdbcUrl() + "?user=postgres"))
                .close();
    }

    @AfterEach
    void end() {
        environment.close();
    }

    @Test
    @SuppressWarnings("try") // Witness and traps only have to be there.
    void whatIsMadeIsNamedAndWhatARunLeavesIsRemoved() throws SQLException {
        EmbeddedRelay.prepare(
                        environment.workspace(),
                        environment.kafka().bootstrapServers(),
                        environment.database(),
                        RelayVersion.NEWEST,
                        ConnectorConfiguration.standard())
                .prepareSlot();
        try (HistoryRecorder history = HistoryRecorder.begin(folder.resolve("history.ndjson"));
                Witness witness = Witness.start(witnessOf("postgres"), new Recording(history));
                CommitTraps traps = CommitTraps.prepare(
                        environment.database(), ProducerProfile.kessel().marker())) {
            assertThat(made())
                    .containsExactlyInAnyOrder(
                            "kessel_events_witness", "kessel_events_kit", "inventory_api_debezium", "dbz_publication")
                    .isSubsetOf(PLAN.objects().stream()
                            .flatMap(made -> made.names().stream())
                            .toList());
        }
        // As a run leaves it that is killed: whoever read the slots is gone.
        execute("SELECT pg_create_logical_replication_slot('kessel_events_witness', 'pgoutput')");
        execute("CREATE PUBLICATION kessel_events_witness");
        execute("CREATE PUBLICATION kessel_events_witness_inserts");
        execute("CREATE SCHEMA kessel_events_kit");
        assertThat(made()).hasSize(5);

        for (Plan.Made object : PLAN.objects()) {
            for (String sql : object.removal()) {
                execute(sql);
            }
        }
        assertThat(made()).isEmpty();
    }

    @Test
    void theWitnessNeedsNoMoreThanTheRightsOfItsGrade() throws SQLException {
        for (String sql : rights("grade A")) {
            execute(sql);
        }
        try (HistoryRecorder history = HistoryRecorder.begin(folder.resolve("history.ndjson"));
                Witness witness = Witness.start(witnessOf("kessel_events"), new Recording(history))) {
            assertThat(witness.trouble()).isEmpty();
        }
    }

    private static List<String> rights(String of) {
        return PLAN.rights().stream()
                .filter(right -> right.of().startsWith(of))
                .flatMap(right -> right.grants().stream())
                .collect(Collectors.toList());
    }

    private WitnessSettings witnessOf(String user) {
        Set<String> tables = ProducerProfile.kessel().tables().keySet();
        return WitnessSettings.of(new DatabaseAccess(environment.database().jdbcUrl(), user, ""), List.copyOf(tables));
    }

    private List<String> made() {
        return made(MADE);
    }

    private List<String> made(String query) {
        List<String> names = new ArrayList<>();
        try (Connection connection = environment.database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
        return names;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = environment.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

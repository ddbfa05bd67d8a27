package io.github.kesselevents.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.producer.ProducerProfile;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a person reads of the catalogue at a terminal. */
class CatalogueTextTest {

    private final CatalogueText text = new CatalogueText(false);
    private final Requirements catalogue = Requirements.bundled();
    private final ProducerProfile kessel = ProducerProfile.kessel();

    @Test
    void anExplanationSaysWhatAViolationMeansAndWhatToDo() {
        assertThat(explain("ORDER-1")).isEqualTo("""
                ORDER-1  Events of a key follow commit order  MUST

                  Within a partition, first deliveries of one key follow the order in which its versions committed.

                  source    inventory-api, the record's key is the resource id; Kafka keeps the order of one
                            partition
                  evidence  Decided in every grade: operations and the log of the topics are enough.
                  yields    To ORDER-3, DUP-2, DUP-3: what one of these explains is charged to it alone.
                  explains  ORDER-2, ORDER-5, which yield to it.
                  consumer  Events of one resource can be applied as they come; there is no order between resources.

                What to do when it is violated, by cause

                  swapped
                    What it usually means: each thread of the service sends its own events behind its commit. The
                    database puts two writes of one resource into an order; nothing makes their threads send in the
                    same one. A relay of several threads, or an outbox table that is read by id or by time, does the
                    same.
                    What to do: publish in commit order, which stands in the write-ahead log alone: write the event
                    in the same transaction, by `pg_logical_emit_message(true, …)` or into an outbox table, and let
                    one relay read the log and send what it reads, by an idempotent producer, under the resource's
                    id as key.
                """);
    }

    @Test
    void theReadmeShowsHowItBegins() throws IOException {
        String explained = explain("ORDER-1");

        assertThat(Files.readString(Path.of("../README.md")))
                .contains(
                        "$ kessel-events explain ORDER-1\n" + explained.substring(0, explained.indexOf("\n  swapped")));
    }

    @Test
    void whatTheProfileKnowsIsToldByCause() {
        assertThat(explain("LIVE-1"))
                .contains("\nKnown to the profile kessel, by cause; these do not fail a run\n\n"
                        + "  mixed-whole-and-fraction: The outbox event router finds no common schema for whole numbers and\n"
                        + "    fractions in one array.\n")
                .contains("\n  only-null-in-array, first-array-empty\n    Refuse it at the API, by a JSON Schema")
                .contains("\n  silent\n    The relay says that it runs, and publishes nothing.");
    }

    @Test
    void theGradeThatItTakesIsTold() {
        assertThat(explain("SHAPE-1")).contains("Decided in every grade:");
        assertThat(explain("ATOMIC-6")).contains("Decided in grades B and A:");
        assertThat(explain("ATOMIC-1")).contains("Decided in grade A alone:");
        assertThat(explain("CONSUMER-3")).contains("What the consumer's sink shows,");
    }

    @Test
    void eachRequirementIsExplainedInLinesThatFitATerminal() {
        assertThat(catalogue.all()).allSatisfy(requirement -> {
            String explained = explain(requirement.id());
            assertThat(explained).startsWith(requirement.id() + "  " + requirement.title());
            assertThat(explained.lines())
                    .allSatisfy(line ->
                            assertThat(line).hasSizeLessThanOrEqualTo(100).isEqualTo(line.stripTrailing()));
        });
    }

    @Test
    void theListHoldsEachRequirementOnce() {
        String list = text.list(catalogue.all());

        assertThat(catalogue.all())
                .extracting(Requirement::id)
                .allSatisfy(id -> assertThat(list.lines())
                        .filteredOn(line -> line.startsWith(id + " "))
                        .hasSize(1));
        assertThat(list.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    private String explain(String id) {
        return text.explain(catalogue.get(id), catalogue, kessel);
    }
}

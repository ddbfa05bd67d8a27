package io.github.kesselevents.conformance.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.schemas.Operation;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a record keeps when its content is dropped. */
class DeliveryTest {

    private static final String VALUE = "{\"marker\":\"m1\",\"name\":\"n1\"}";

    private final Streams streams = new Streams();

    @ParameterizedTest(name = "first forgotten: {0}, second forgotten: {1}")
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void eachPartIsComparedAloneWhateverIsDropped(boolean firstForgotten, boolean secondForgotten) {
        assertThat(differences(firstForgotten, secondForgotten, "e1", "\"k1\"", VALUE))
                .isEmpty();
        assertThat(differences(firstForgotten, secondForgotten, "e1", "\"k2\"", VALUE))
                .containsExactly("key");
        assertThat(differences(firstForgotten, secondForgotten, "e1", "\"k1\"", VALUE + " "))
                .containsExactly("value");
        assertThat(differences(firstForgotten, secondForgotten, "e2", "\"k1\"", VALUE))
                .containsExactly("headers");
        assertThat(differences(firstForgotten, secondForgotten, "e2", "\"k2\"", "{}"))
                .containsExactly("headers", "key", "value");
    }

    private Set<String> differences(
            boolean firstForgotten, boolean otherForgotten, String id, String key, String value) {
        Delivery first = streams.record(0, "e1", "\"k1\"", "created", VALUE);
        Delivery other = streams.record(0, id, key, "created", value);
        if (firstForgotten) {
            first.forget();
        }
        if (otherForgotten) {
            other.forget();
        }
        Set<String> differences = new TreeSet<>();
        if (!first.sameKey(other)) {
            differences.add("key");
        }
        if (!first.sameValue(other)) {
            differences.add("value");
        }
        if (!first.sameHeaders(other)) {
            differences.add("headers");
        }
        return differences;
    }

    @ParameterizedTest(name = "first forgotten: {0}, second forgotten: {1}")
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void theLayoutOfObjectsInAnArrayIsToldFromTheRestWhateverIsDropped(boolean firstForgotten, boolean otherForgotten) {
        String settled = "{\"a\":[{\"x\":null,\"y\":1},{\"x\":2,\"y\":1}]}";
        assertThat(isLevel(firstForgotten, otherForgotten, settled, settled.replace("\"x\":null,\"y\":1", "\"y\":1")))
                .isTrue();
        assertThat(isLevel(firstForgotten, otherForgotten, settled, settled.replace("2", "3")))
                .isFalse();
        assertThat(isLevel(firstForgotten, otherForgotten, VALUE, VALUE + " ")).isFalse();
    }

    private boolean isLevel(boolean firstForgotten, boolean otherForgotten, String value, String otherValue) {
        Delivery first = told(firstForgotten, value);
        return first.sameLevelledValue(told(otherForgotten, otherValue));
    }

    private Delivery told(boolean forgotten, String value) {
        Delivery delivery = streams.record(0, "e1", "\"k1\"", "created", value);
        delivery.payload();
        delivery.told();
        if (forgotten) {
            delivery.forget();
        }
        return delivery;
    }

    @Test
    void whatIsForgottenKeepsItsPlaceAndItsNames() {
        Delivery delivery = streams.record(0, "e1", "\"k1\"", "created", VALUE);
        assertThat(delivery.isForgotten()).isFalse();

        delivery.forget();

        assertThat(delivery.isForgotten()).isTrue();
        assertThat(delivery.event().key()).isNull();
        assertThat(delivery.event().value()).isNull();
        assertThat(delivery.event().headers()).isEmpty();
        assertThat(delivery.payload()).isNull();
        assertThat(delivery.position()).isEqualTo("t0-0@0");
        assertThat(delivery.id()).isEqualTo("e1");
        assertThat(delivery.key()).isEqualTo("k1");
        assertThat(delivery.operation()).isEqualTo("created");
    }

    @Test
    void whatIsBoundToNothingKeepsItsMarker() {
        Delivery delivery = streams.record(0, "e1", "\"k1\"", "created", VALUE);
        delivery.forget();

        assertThat(delivery.marker()).isEqualTo("m1");
        assertThat(delivery.text("/marker")).isEqualTo("m1");
        assertThat(delivery.identity()).isEqualTo("marked m1");
    }

    @Test
    void whatIsBoundNeedsItsMarkerNoMore() {
        Transaction transaction = new Transaction(0, new Lsn(1), 1);
        Version version = new Version(transaction, "k1", null, "m1", Operation.CREATED, Map.of(), Streams.BOTH.size());
        Delivery delivery = streams.record(0, "e1", "\"k1\"", "created", VALUE);
        delivery.bind(Delivery.Binding.MARKER, null, transaction, version);
        delivery.forget();

        assertThat(delivery.marker()).isNull();
        assertThat(delivery.identity()).isSameAs(version);
    }

    @Test
    void ofATopicOfNoStreamThereIsNoMarker() {
        Delivery delivery = streams.record(-1, "e1", "\"k1\"", "created", VALUE);

        assertThat(delivery.marker()).isNull();
        assertThat(delivery.text("/marker"))
                .as("the member is there all the same")
                .isEqualTo("m1");
        delivery.forget();
        assertThat(delivery.sameValue(streams.record(-1, "e1", "\"k1\"", "created", VALUE)))
                .isTrue();
    }

    @Test
    void toldItDecodesAgainWhatAnybodyAsksFor() {
        Delivery delivery = streams.record(0, "e1", "\"k1\"", "created", VALUE);
        Object decoded = delivery.decoded();
        assertThat(delivery.decoded()).isSameAs(decoded);

        delivery.told();

        assertThat(delivery.decoded()).isNotSameAs(decoded);
        assertThat(delivery.text("/name")).isEqualTo("n1");
    }

    @Test
    void aKeyThatCannotBeReadIsNone() {
        assertThat(streams.record(0, "e1", "{\"broken", "created", VALUE).key()).isNull();
    }

    @Test
    void withoutAMarkerItsIdTellsWhatItIs() {
        assertThat(streams.record(1, "e1", "\"k1\"", "created", VALUE).identity())
                .isEqualTo("e1");
        assertThat(streams.record(0, "e1", "\"k1\"", "created", "{}").identity())
                .isEqualTo("e1");
        assertThat(streams.record(0, "e1", "\"k1\"", "deleted", VALUE).identity())
                .as("a delete has no marker")
                .isEqualTo("e1");
    }
}

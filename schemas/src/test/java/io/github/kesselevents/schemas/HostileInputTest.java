package io.github.kesselevents.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.schemas.EventRecord.Header;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes, the contract answers with violations: no exception, no stack overflow, no long think. */
class HostileInputTest {

    private static final String ID = "01a20929-8c7b-754a-a691-d215cad69374";
    private static final List<Header> HEADERS =
            List.of(Header.of("id", ID), Header.of("operation", "created"), Header.of("txid", ""));
    private static final int TEN_MEGABYTES = 10_000_000;

    static Stream<String> hostileValues() {
        String brackets = "[".repeat(TEN_MEGABYTES);
        String nested = "{\"a\":".repeat(TEN_MEGABYTES / 5);
        return Stream.of(
                brackets,
                nested,
                "{\"schema\":" + brackets,
                "{\"schema\":" + "{\"type\":\"array\",\"items\":".repeat(499) + "{\"type\":\"string\"}"
                        + "}".repeat(499) + ",\"payload\":" + "[".repeat(499) + "\"x\"" + "]".repeat(499) + "}",
                "{\"schema\":{\"type\":\"struct\",\"fields\":[]},\"payload\":" + brackets,
                "{\"data\":" + nested,
                "{\"data\":{\"resource_data\":" + nested,
                "\"" + "x".repeat(TEN_MEGABYTES) + "\"",
                "9".repeat(TEN_MEGABYTES),
                "{\"specversion\":1e1000000000}",
                "{\"common_version\":1e999999,\"reporter_resource_key\":{}}",
                "{" + "\"a\":1,".repeat(1_000_000) + "\"a\":1}",
                ",\"payload\":".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("hostileValues")
    void isAnsweredWithViolationsOnASmallStack(String value) throws InterruptedException {
        for (WireFormat wireFormat : WireFormat.values()) {
            EventContract contract = EventContract.of(wireFormat);
            byte[] bytes = value.getBytes(UTF_8);
            EventRecord asValue = record(ID.getBytes(UTF_8), HEADERS, bytes);
            EventRecord asKey = record(bytes, HEADERS, "{}".getBytes(UTF_8));
            AtomicReference<List<Violation>> answers = new AtomicReference<>();
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread checker = new Thread(
                    null,
                    () -> answers.set(Stream.of(asValue, asKey)
                            .flatMap(event -> contract.check(event).stream())
                            .toList()),
                    "small stack",
                    512 * 1024);
            checker.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
            checker.start();
            checker.join(Duration.ofMinutes(1).toMillis());

            assertThat(thrown.get()).isNull();
            assertThat(answers.get()).isNotNull().isNotEmpty();
            assertThat(answers.get()).allSatisfy(v -> assertThat(v.toString()).hasSizeLessThan(1_000));
        }
    }

    @Property
    void noBytesAreTooOdd(
            @ForAll byte[] key,
            @ForAll byte[] value,
            @ForAll byte[] header,
            @ForAll String name,
            @ForAll String topic) {
        for (WireFormat wireFormat : WireFormat.values()) {
            EventRecord event = new EventRecord(
                    topic, 0, 0, 0, key, List.of(new Header(name, header), new Header("operation", header)), value);
            assertThat(Contracts.of(wireFormat).check(event)).isNotEmpty();
        }
    }

    @Test
    void aRecordOfNullsIsAnswered() {
        for (WireFormat wireFormat : WireFormat.values()) {
            assertThat(EventContract.of(wireFormat).check(record(null, List.of(), null)))
                    .extracting(Violation::requirement)
                    .containsExactly("SHAPE-2", "SHAPE-3", "SHAPE-5");
        }
    }

    /** No record that was read has one: Kafka's clients refuse to make it and to read it. */
    @Test
    void aHeaderWithoutANameIsRefusedWhereItIsMade() {
        assertThatThrownBy(() -> new Header(null, new byte[0]))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("A header has a name, in Kafka, too; leave out what has none.");
        assertThatThrownBy(() -> Header.of(null, "text")).isInstanceOf(NullPointerException.class);
    }

    private static EventRecord record(byte[] key, List<Header> headers, byte[] value) {
        return new EventRecord(EventStream.RESOURCES.topic(), 0, 0, 0, key, headers, value);
    }

    /** Contracts that the tries of a property share. */
    private static final class Contracts {
        private static final EventContract CONNECT = EventContract.of(WireFormat.CONNECT_JSON);
        private static final EventContract PLAIN = EventContract.of(WireFormat.PLAIN_JSON);

        static EventContract of(WireFormat wireFormat) {
            return wireFormat == WireFormat.CONNECT_JSON ? CONNECT : PLAIN;
        }
    }
}

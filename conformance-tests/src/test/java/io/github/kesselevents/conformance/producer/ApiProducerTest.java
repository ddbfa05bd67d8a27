package io.github.kesselevents.conformance.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.conformance.history.HistoryEntry.Action;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.producer.ProducerApi.Answer;
import io.github.kesselevents.conformance.producer.ProducerUnderTest.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of what a class answers, or does not. */
class ApiProducerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration HASTE = Duration.ofMillis(50);
    private static final JsonNode REQUEST =
            JsonMapper.shared().createObjectNode().put("type", "host");

    private ApiProducer producer;

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void itsAnswersAreJudgedByTheProfilesRefusals() {
        producer = producer(PATIENCE, (address, action, request) -> switch (action) {
            case REPORT -> Answer.ok();
            case DELETE -> new Answer(address.equals("localhost:1") ? "NOT_FOUND" : "", "no " + request.get("type"));
        });

        assertThat(producer.invoke(Action.REPORT, REQUEST)).isEqualTo(new Reply(Outcome.ACKNOWLEDGED, "OK", ""));
        assertThat(producer.invoke(Action.DELETE, REQUEST))
                .isEqualTo(new Reply(Outcome.REFUSED, "NOT_FOUND", "no \"host\""));
    }

    @Test
    void whateverElseItSaysOrThrowsLeavesTheOutcomeUnknown() {
        producer = producer(PATIENCE, (address, action, request) -> {
            if (action == Action.DELETE) {
                throw new IOException("connection reset");
            }
            return new Answer("UNAVAILABLE", "overloaded");
        });

        assertThat(producer.invoke(Action.REPORT, REQUEST))
                .isEqualTo(new Reply(Outcome.UNKNOWN, "UNAVAILABLE", "overloaded"));
        assertThat(producer.invoke(Action.DELETE, REQUEST))
                .isEqualTo(new Reply(Outcome.UNKNOWN, "IOException", "connection reset"));
    }

    @Test
    void whatIsNotAnsweredInTimeIsInterruptedAndUnknown() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        producer = producer(HASTE, (address, action, request) -> {
            try {
                return never();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });

        assertThat(producer.invoke(Action.REPORT, REQUEST))
                .isEqualTo(new Reply(Outcome.UNKNOWN, "DEADLINE_EXCEEDED", "no answer within 50 ms"));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anErrorOfTheClassIsNoReply() {
        producer = producer(PATIENCE, (address, action, request) -> {
            throw new NoSuchMethodError("send");
        });

        assertThatThrownBy(() -> producer.invoke(Action.REPORT, REQUEST))
                .isInstanceOf(ProfileException.class)
                .hasMessageMatching("The class \\S+ failed \\(java\\.lang\\.NoSuchMethodError: send, at \\S+"
                        + "\\(ApiProducerTest\\.java:\\d+\\)\\); mend it\\.");
    }

    @Test
    void nothingIsNoAnswer() {
        producer = producer(PATIENCE, (address, action, request) -> null);

        assertThatThrownBy(() -> producer.invoke(Action.REPORT, REQUEST))
                .isInstanceOf(ProfileException.class)
                .hasMessageMatching(
                        "The class \\S+ answered null; have its call return what the producer said, or throw"
                                + " when it said nothing\\.");
    }

    @Test
    void untilItIsReachableItIsNotAsked() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        producer = producer(PATIENCE, new SmallApi() {
            @Override
            public boolean isReachable(String address) {
                return looks.incrementAndGet() > 2;
            }
        });

        assertThat(producer.invokeWhenReachable(Action.REPORT, REQUEST).outcome())
                .isEqualTo(Outcome.ACKNOWLEDGED);
        assertThat(looks).hasValue(3);
        assertThat(producer.awaitReachable(Duration.ZERO)).isTrue();
    }

    @Test
    void whatIsNotReachableInTimeIsUnknown() {
        producer = producer(HASTE, new SmallApi() {
            @Override
            public boolean isReachable(String address) {
                throw new IllegalStateException("no route");
            }
        });

        assertThat(producer.isReachable()).isFalse();
        assertThat(producer.invokeWhenReachable(Action.REPORT, REQUEST))
                .isEqualTo(new Reply(Outcome.UNKNOWN, "UNAVAILABLE", "nothing answers at localhost:1"));
    }

    @Test
    void unlessItSaysOtherwiseAPortThatAcceptsConnectionsIsReachable() throws IOException {
        ProducerApi api = new SmallApi();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(api.isReachable("127.0.0.1:" + server.getLocalPort())).isTrue();
        }
        producer = producer(HASTE, api);
        assertThat(producer.isReachable()).isFalse();
    }

    @Test
    void whatIsInFlightWhenItIsClosedIsUnknown() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        producer = producer(PATIENCE, (address, action, request) -> {
            called.countDown();
            return never();
        });
        Thread closing = new Thread(() -> {
            try {
                called.await();
                producer.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        closing.start();

        assertThat(producer.invoke(Action.REPORT, REQUEST).outcome()).isEqualTo(Outcome.UNKNOWN);
        closing.join();
        assertThat(producer.invoke(Action.REPORT, REQUEST))
                .isEqualTo(new Reply(Outcome.UNKNOWN, "CANCELLED", "closed"));
    }

    private static Answer never() throws InterruptedException {
        new CountDownLatch(1).await();
        return Answer.ok();
    }

    private static ApiProducer producer(Duration patience, ProducerApi api) {
        return new ApiProducer(api, "localhost:1", patience, Set.of("NOT_FOUND"));
    }
}

package io.github.kesselevents.conformance.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.fixtures.events.EventFixture;
import io.github.kesselevents.fixtures.events.EventFixtures;
import io.github.kesselevents.schemas.EventReader;
import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import io.github.kesselevents.schemas.EventStream;
import io.github.kesselevents.schemas.Operation;
import io.github.kesselevents.schemas.UnreadableRecordException;
import io.github.kesselevents.schemas.WireFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * Makes events of recorded ones: real bytes, under another resource and another id. The same seed makes the same
 * events. Not thread-safe.
 */
final class EventMaker {

    /** A recorded record, and what to replace in it. */
    private record Template(String key, List<Header> headers, String value, String resource) {}

    private static final String UNKNOWN_MEMBER = "\"payload\":{\"added_in_a_later_version\":{\"any\":[1,\"a\"]},";
    private static final String UNKNOWN_MEMBER_PLAIN = "{\"added_in_a_later_version\":{\"any\":[1,\"a\"]},";

    private final WireFormat wireFormat;
    private final Random random;
    private final Map<Operation, List<Template>> templates = new EnumMap<>(Operation.class);

    EventMaker(WireFormat wireFormat, long seed) {
        this.wireFormat = wireFormat;
        this.random = new Random(seed);
        EventReader reader = EventReader.of(wireFormat);
        for (EventFixture fixture : EventFixtures.valid(wireFormat)) {
            EventRecord event = fixture.event();
            try {
                if (event.topic().equals(EventStream.RESOURCES.topic())) {
                    templates
                            .computeIfAbsent(reader.read(event).operation(), any -> new ArrayList<>())
                            .add(new Template(
                                    new String(event.key(), UTF_8),
                                    event.headers(),
                                    new String(event.value(), UTF_8),
                                    reader.resourceId(event)));
                }
            } catch (UnreadableRecordException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What goes into a record. @param event its id, empty for poison */
    record Made(String resource, String event, byte[] key, List<Header> headers, byte[] value) {}

    /** An id that no resource has. */
    String resource() {
        return uuid();
    }

    private String uuid() {
        return new UUID(random.nextLong() & ~0xF000L | 0x7000L, random.nextLong() & ~(0xCL << 60) | 0x8L << 60)
                .toString();
    }

    int draw(int bound) {
        return random.nextInt(bound);
    }

    Made event(String resource, Operation operation) {
        List<Template> all = templates.get(operation);
        Template template = all.get(draw(all.size()));
        String id = uuid();
        return new Made(
                resource,
                id,
                template.key.replace(template.resource, resource).getBytes(UTF_8),
                template.headers.stream()
                        .map(header -> header.name().equals("id") ? Header.of("id", id) : header)
                        .toList(),
                template.value.replace(template.resource, resource).getBytes(UTF_8));
    }

    /** An update with a header and a member that no contract knows, in turn. */
    Made unusual(String resource, int turn) {
        Made usual = event(resource, Operation.UPDATED);
        List<Header> headers = new ArrayList<>(usual.headers);
        byte[] value = usual.value;
        if (turn % 2 == 0) {
            headers.add(Header.of("added-in-a-later-version", "1"));
        } else {
            String text = new String(value, UTF_8);
            value = (wireFormat == WireFormat.CONNECT_JSON
                            ? text.replace("\"payload\":{", UNKNOWN_MEMBER)
                            : UNKNOWN_MEMBER_PLAIN + text.substring(1))
                    .getBytes(UTF_8);
        }
        return new Made(resource, usual.event, usual.key, headers, value);
    }

    /** A record that holds no event: cut off, without an operation, or empty, in turn. */
    Made poison(String resource, int turn) {
        Made whole = event(resource, Operation.UPDATED);
        return switch (turn % 3) {
            case 0 ->
                new Made(
                        resource,
                        "",
                        whole.key,
                        whole.headers,
                        new String(whole.value, UTF_8)
                                .substring(0, whole.value.length / 3)
                                .getBytes(UTF_8));
            case 1 ->
                new Made(
                        resource,
                        "",
                        whole.key,
                        whole.headers.stream()
                                .filter(header -> !header.name().equals("operation"))
                                .toList(),
                        whole.value);
            default -> new Made(resource, "", whole.key, whole.headers, null);
        };
    }
}

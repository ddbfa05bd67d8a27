package io.github.kesselevents.conformance.pact;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records that were read off the topics, and which of them belongs to which request. Not thread-safe. */
final class PublishedRecords {

    private final String topic;
    private final List<EventRecord> records = new ArrayList<>();

    /** @param topic of the resources' events */
    PublishedRecords(String topic) {
        this.topic = topic;
    }

    void see(Observed observed) {
        records.add(observed.record());
    }

    /**
     * The record of a state's last request: the one that holds the marker of a report; of a delete, which carries none,
     * the next one of the resource behind its reports. A redelivery counts once.
     */
    Optional<EventRecord> of(Driven driven) {
        if (driven.reportsLast()) {
            String last = driven.last().marker();
            return records.stream().filter(record -> holds(record, last)).findFirst();
        }
        List<String> markers = driven.markers();
        return records.stream()
                .filter(record -> markers.stream().anyMatch(marker -> holds(record, marker)))
                .map(EventRecord::key)
                .findFirst()
                .map(key -> List.copyOf(ofKey(key)))
                .filter(all -> all.size() > driven.before())
                .map(all -> all.get(driven.before()));
    }

    private List<EventRecord> ofKey(byte[] key) {
        Map<String, EventRecord> byId = new LinkedHashMap<>();
        for (EventRecord record : records) {
            if (record.topic().equals(topic) && Arrays.equals(record.key(), key)) {
                String id = record.header("id")
                        .map(Header::value)
                        .map(value -> new String(value, UTF_8))
                        .orElse(record.position());
                byId.putIfAbsent(id, record);
            }
        }
        return new ArrayList<>(byId.values());
    }

    private static boolean holds(EventRecord record, String marker) {
        return record.value() != null && new String(record.value(), UTF_8).contains('"' + marker + '"');
    }
}

package io.github.kesselevents.conformance.verdict;

import static io.github.kesselevents.conformance.verdict.Places.canBeSwapped;
import static io.github.kesselevents.conformance.verdict.Places.isAcknowledgedReport;
import static io.github.kesselevents.conformance.verdict.Places.isAmidARewind;
import static io.github.kesselevents.conformance.verdict.Places.last;
import static io.github.kesselevents.conformance.verdict.Places.newId;
import static io.github.kesselevents.conformance.verdict.Places.others;
import static io.github.kesselevents.conformance.verdict.Places.pick;
import static io.github.kesselevents.conformance.verdict.Places.refused;
import static io.github.kesselevents.conformance.verdict.Session.RESOURCES;
import static io.github.kesselevents.conformance.verdict.Session.TUPLES;

import io.github.kesselevents.conformance.history.HistoryEntry.Observed;
import io.github.kesselevents.conformance.history.HistoryEntry.Outcome;
import io.github.kesselevents.conformance.producer.Grade;
import io.github.kesselevents.conformance.verdict.Session.Event;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be done to one event of a healthy session, and what must then be found: with a witness, and without. */
enum Damage {
    LOSE_A_REPORT_ON_ONE_TOPIC("ATOMIC-4", "ACK-1", event -> isAcknowledgedReport(event)) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.remove(event.at());
        }
    },
    /** Tuples carry no marker: without a witness, nobody knows that there should be one. */
    LOSE_A_TUPLE("ATOMIC-4", "", event -> !event.isResource()) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.remove(event.at());
        }
    },
    LOSE_A_REPORT("ATOMIC-3", "ACK-1", event -> isAcknowledgedReport(event)) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.remove(event.at()).remove(event.session().twin(event).at());
        }
    },
    /** Without a witness, another delete of the resource may stand for it, or it may have been deleted already. */
    LOSE_A_DELETE("ATOMIC-3", "ACK-1?", event -> event.isResource() && event.isDelete()) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.remove(event.at()).remove(event.session().twin(event).at());
        }
    },
    /** A gap amid repeats; what is gone may have been the newest event of its resource, which ORDER-2 says. */
    LOSE_A_REDELIVERY("DUP-5 ORDER-2?", "DUP-5 ORDER-2?", event -> isAmidARewind(event)) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.remove(event.at().get(1));
        }
    },
    /** Before anything was disturbed: later, a lone repeat may be a rewind that goes back by one. */
    REPEAT_A_RECORD_AT_ONCE(
            "DUP-5", "DUP-5", event -> event.isBefore(event.session().firstFault())) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.insertBehind(event.at().get(0), event.first());
        }
    },
    SWAP_TWO_REPORTS_OF_A_RESOURCE("ORDER-1", "ORDER-1", event -> event.isResource() && canBeSwapped(event)) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.moveBehind(event.at().get(0), last(event.session().next(event)));
        }
    },
    SWAP_TWO_TUPLES_OF_A_RESOURCE("ORDER-1", "", event -> !event.isResource() && canBeSwapped(event)) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.moveBehind(event.at().get(0), last(event.session().next(event)));
        }
    },
    DELIVER_AN_OLD_EVENT_LAST("ORDER-2", "ORDER-2", event -> event.session().next(event) != null) {
        @Override
        void to(Event event, Edit edit, Random random) {
            List<Event> all = event.session().ofResource(event);
            int last = all.stream()
                    .mapToInt(other -> other.at().get(other.at().size() - 1))
                    .max()
                    .orElseThrow();
            edit.insertBehind(last, event.first());
        }
    },
    /** What is altered may break the contract by itself, which the SHAPE ids say. */
    ALTER_A_BYTE_OF_A_REDELIVERY(
            "DUP-1 SHAPE-1? SHAPE-4?", "DUP-1 SHAPE-1? SHAPE-4?", event -> event.isRepeated() && !event.isDelete()) {
        @Override
        void to(Event event, Edit edit, Random random) {
            String value = Edit.value(event.last());
            int from = value.lastIndexOf("\"payload\":") + 10;
            int href = value.indexOf("\"api_href\"");
            int behindHref = value.indexOf(",", href);
            int at;
            do {
                at = from + random.nextInt(value.length() - from);
            } while (!Character.isLetterOrDigit(value.charAt(at)) || href >= 0 && at > href && at < behindHref);
            char other = value.charAt(at) == '7' ? '8' : '7';
            String altered = value.substring(0, at) + other + value.substring(at + 1);
            edit.records(List.of(last(event)), record -> Edit.withValue(record, altered));
        }
    },
    RENDER_A_REDELIVERY_ANEW("DUP-1", "DUP-1", event -> event.isRepeated() && !event.isDelete()) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.records(
                    List.of(last(event)),
                    record -> Edit.withValue(record, Edit.value(record).replaceFirst("\\{", "{ ")));
        }
    },
    CHANGE_A_HEADER_OF_A_REDELIVERY("DUP-1", "DUP-1", event -> !event.isResource() && event.isRepeated()) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.records(
                    List.of(last(event)),
                    record -> Edit.withHeader(
                            record, "txid", UUID.nameUUIDFromBytes(record.key()).toString()));
        }
    },
    ALTER_A_VALUE_IN_ALL_DELIVERIES(
            "FIDELITY-2", "", event -> Edit.value(event.first()).contains("\"workspace_id\":\"")) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.records(
                    event.at(),
                    record -> Edit.withValue(
                            record,
                            Edit.value(record)
                                    .replaceFirst("\"workspace_id\":\"[^\"]*\"", "\"workspace_id\":\"ws-of-nobody\"")));
        }
    },
    GIVE_A_REPORT_ANOTHER_ID_AGAIN(
            "DUP-3", "DUP-3", event -> event.isResource() && event.isRepeated() && event.isReport()) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.records(List.of(last(event)), record -> Edit.withHeader(record, "id", newId(random)));
        }
    },
    /** Nothing but the witness knows that it is the same; without, it is a new event amid repeats. */
    GIVE_A_TUPLE_ANOTHER_ID_AGAIN("DUP-3", "DUP-5? ORDER-2?", event -> !event.isResource() && event.isRepeated()) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.records(List.of(last(event)), record -> Edit.withHeader(record, "id", newId(random)));
        }
    },
    USE_THE_ID_OF_AN_EARLIER_EVENT("DUP-2", "DUP-2", event -> !event.isRepeated() && !event.isDelete()) {
        @Override
        void to(Event event, Edit edit, Random random) {
            String id = pick(
                            others(
                                    event,
                                    other -> other.at().get(0) < event.at().get(0)),
                            random)
                    .id();
            edit.records(event.at(), record -> Edit.withHeader(record, "id", id));
        }
    },
    USE_THE_ID_OF_A_LATER_EVENT("DUP-2", "DUP-2", event -> !event.isRepeated() && !event.isDelete()) {
        @Override
        void to(Event event, Edit edit, Random random) {
            String id = pick(
                            others(
                                    event,
                                    other -> other.at().get(0) > event.at().get(0)),
                            random)
                    .id();
            edit.records(event.at(), record -> Edit.withHeader(record, "id", id));
        }
    },
    MOVE_A_RECORD_TO_ANOTHER_PARTITION(
            "ORDER-3",
            "ORDER-3",
            event -> event.isBefore(event.session().firstFault())
                    && event.session().ofResource(event).size() > 1) {
        @Override
        void to(Event event, Edit edit, Random random) {
            int partition = (event.first().partition() + 1 + random.nextInt(2)) % 3;
            edit.records(event.at(), record -> Edit.on(record, record.topic(), partition));
        }
    },
    /** What was acknowledged and published has no rows: it is also an acknowledged write that is not committed. */
    FORGET_THE_ROWS_OF_A_COMMIT("ATOMIC-5 ATOMIC-6", "", Places::isPlainUpdate) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.commit(event.commit(), Edit::withoutRows);
        }
    },
    FORGET_ROWS_AND_REPLY("ATOMIC-5", "", Places::isPlainUpdate) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.commit(event.commit(), Edit::withoutRows).reply(event.writer(), Outcome.UNKNOWN, "UNAVAILABLE");
        }
    },
    /** It was acknowledged, too. */
    FORGET_A_COMMIT("ATOMIC-2 ATOMIC-6", "", Places::isPlainUpdate) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.remove(event.commit());
        }
    },
    FORGET_COMMIT_AND_REPLY("ATOMIC-2", "", Places::isPlainUpdate) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.remove(event.commit()).reply(event.writer(), Outcome.UNKNOWN, "UNAVAILABLE");
        }
    },
    REFUSE_WHAT_WAS_COMMITTED("ATOMIC-7", "ACK-2? ATOMIC-7?", "ACK-2", event -> isAcknowledgedReport(event)) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.reply(event.writer(), Outcome.REFUSED, "INVALID_ARGUMENT");
        }
    },
    /** Told of any event, it is done to the first refused report behind it. */
    ACKNOWLEDGE_WHAT_WAS_REFUSED(
            "ATOMIC-6", "ACK-1? ATOMIC-6?", "ACK-1", event -> refused(event).isPresent()) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.reply(refused(event).orElseThrow(), Outcome.ACKNOWLEDGED, "OK");
        }
    },
    /** Without a witness, events of operations that overlap have no order. */
    DATE_AN_EVENT_BACK(
            "ORDER-5", "ORDER-5?", event -> event.isResource() && !event.isDelete() && Places.hasPredecessor(event)) {
        @Override
        void to(Event event, Edit edit, Random random) {
            String time = event.payload().get("time").stringValue();
            String before = "2025" + time.substring(4);
            edit.records(
                            event.at(),
                            record -> Edit.withValue(record, Edit.value(record).replace(time, before)))
                    .commit(
                            event.commit(),
                            commit -> Edit.withContents(commit, content -> content.replace(time, before)));
        }
    },
    /**
     * The key also stands in the payload, so the record disagrees with itself. Without a witness, it also looks like an
     * event of the other resource in another partition.
     */
    REPLACE_THE_KEY_OF_A_REPORT("SHAPE-4", "SHAPE-4 ORDER-3?", event -> event.isResource() && !event.isDelete()) {
        @Override
        void to(Event event, Edit edit, Random random) {
            Places.replaceKey(event, edit, random);
        }
    },
    /** Without a witness, it is seen where the other resource's events are in another partition. */
    REPLACE_THE_KEY_OF_A_TUPLE("ATOMIC-1", "ORDER-3?", event -> !event.isResource()) {
        @Override
        void to(Event event, Edit edit, Random random) {
            Places.replaceKey(event, edit, random);
        }
    },
    MAKE_UP_A_RECORD("ATOMIC-1", "", event -> isAcknowledgedReport(event) && !event.isRepeated()) {
        @Override
        void to(Event event, Edit edit, Random random) {
            String key = event.payload().at("/data/metadata/id").stringValue();
            String other = newId(random);
            Observed copy = Edit.withHeader(event.first(), "id", newId(random));
            copy = Edit.withKey(copy, event.key().replace(key, other));
            edit.insertBehind(
                    event.at().get(0),
                    Edit.withValue(
                            copy,
                            Edit.value(copy)
                                    .replace(key, other)
                                    .replaceFirst("\"api_href\":\"[^\"]*\"", "\"api_href\":\"https://nobody/\"")));
        }
    },
    /** Without a witness, it counts among the events of that topic, and may stand amid repeats there. */
    PUT_A_RECORD_ON_THE_OTHER_TOPIC("SHAPE-6", "SHAPE-6 ACK-1? DUP-5?", event -> true) {
        @Override
        void to(Event event, Edit edit, Random random) {
            String other = event.isResource() ? TUPLES : RESOURCES;
            edit.records(event.at(), record -> Edit.on(record, other, record.partition()));
        }
    },
    PUT_A_RECORD_ON_AN_UNDECLARED_TOPIC("SHAPE-6", "SHAPE-6 ACK-1?", event -> true) {
        @Override
        void to(Event event, Edit edit, Random random) {
            edit.records(event.at(), record -> Edit.on(record, "outbox.event.elsewhere", record.partition()));
        }
    };

    private final String withWitness;
    private final String withRows;
    private final String without;
    private final Predicate<Event> possible;

    Damage(String withWitness, String without, Predicate<Event> possible) {
        this(withWitness, without, without, possible);
    }

    /** Ids that must be found in grades A, B and C, and, with a question mark, ids that may be. */
    Damage(String withWitness, String withRows, String without, Predicate<Event> possible) {
        this.withWitness = withWitness;
        this.withRows = withRows;
        this.without = without;
        this.possible = possible;
    }

    /** Does it to the event. */
    abstract void to(Event event, Edit edit, Random random);

    boolean isPossible(Event event) {
        return event.isSettled() && possible.test(event);
    }

    /** The ids that must be found. */
    Set<String> expected(Grade grade) {
        return ids(grade, id -> !id.endsWith("?"));
    }

    /** The ids that must or may be found. */
    Set<String> allowed(Grade grade) {
        return ids(grade, id -> true);
    }

    private Set<String> ids(Grade grade, Predicate<String> which) {
        String ids = switch (grade) {
            case A -> withWitness;
            case B -> withRows;
            case C -> without;
        };
        return Stream.of(ids.split(" "))
                .filter(id -> !id.isEmpty() && which.test(id))
                .map(id -> id.replace("?", ""))
                .collect(Collectors.toSet());
    }

    /** {@code lose a report}. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

package io.github.kesselevents.conformance.producer;

/**
 * Mistakes in a profile: what stands in the right one, what stands there instead, and how the message goes on after the
 * file's name.
 */
enum ProfileMistake {
    NOTHING(ProfileMistake.SMALL, "# no more\n", true, " is empty; begin with a copy of the bundled kessel.yaml."),
    NO_MEMBERS(ProfileMistake.SMALL, "[small]", true, " must hold members."),
    A_MEMBER_TWICE(
            "refusals:",
            "name: other\nrefusals:",
            false,
            " cannot be used: Duplicate Object property \"name\" (line 3, column 5); mend the file at that place."),
    AN_UNKNOWN_MEMBER(
            "name: small",
            "nmae: small",
            true,
            ", line 1: nmae is no member of a profile; there may be name, wire_format, refusals, topics, streams, tables,"
                    + " deleted, marker, transaction_id, subject, reported, rewind_slack, decides, not_promised,"
                    + " known, accepted."),
    AN_UNKNOWN_MEMBER_OF_A_STREAM(
            "time: /at",
            "tiem: /at",
            true,
            ", line 9: streams[0].tiem is no member of a profile; there may be prefix, topic, marker, time, subject,"
                    + " mirrors, empty_on_delete."),
    AN_UNKNOWN_MEMBER_OF_A_TABLE(
            "{key: id}",
            "{key: id, kye: x}",
            true,
            ", line 17: tables.resources.kye is no member of a profile; there may be version, key, through."),
    AN_UNKNOWN_MEMBER_OF_A_KNOWN_FINDING(
            "probe: true",
            "prob: true",
            true,
            ", line 32: known[0].prob is no member of a profile; there may be id, cause, reason, link, probe, chance."),
    AN_EMPTY_MEMBER(
            "deleted: versions.deleted",
            "deleted:",
            true,
            ", line 19: deleted is empty; give it a value, or leave it out."),
    A_MEMBER_THAT_IS_THE_OTHER_NULL(
            "deleted: versions.deleted",
            "deleted: ~",
            true,
            ", line 19: deleted is empty; give it a value, or leave it out."),
    A_SECOND_DOCUMENT(
            "probe: true}",
            "probe: true}\n---\nname: other",
            false,
            " holds a second document, from line 34 on; a profile is one: take the rest out."),
    AN_EMPTY_ITEM(
            "[NOT_FOUND, INVALID_ARGUMENT]",
            "[NOT_FOUND, null]",
            true,
            ", line 3: refusals[1] is empty; give it a value, or leave it out."),
    AN_EMPTY_MEMBER_OF_AN_ITEM(
            "prefix: b",
            "prefix: null",
            true,
            ", line 14: streams[1].prefix is empty; give it a value, or leave it out."),
    NO_NAME("name: small\n", "", true, " has no name; give it one, as the bundled kessel.yaml does."),
    A_NAME_OF_BLANKS("name: small", "name: ' '", true, ", line 1: name is \" \"; it must be a text."),
    A_NAME_THAT_IS_A_NUMBER("name: small", "name: 7", true, ", line 1: name is 7; it must be a text."),
    A_NAME_THAT_IS_A_LIST("name: small", "name: [small]", true, ", line 1: name must be a text."),
    A_WIRE_FORMAT(
            "PLAIN_JSON",
            "AVRO",
            true,
            ", line 2: wire_format is AVRO, which is not a wire format; those are CONNECT_JSON, PLAIN_JSON."),
    A_CODE(
            "INVALID_ARGUMENT]",
            "INVALID]",
            true,
            ", line 3: refusals[1] is INVALID, which is not a gRPC code; those are OK, CANCELLED, UNKNOWN,"
                    + " INVALID_ARGUMENT, DEADLINE_EXCEEDED, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED,"
                    + " RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNIMPLEMENTED, INTERNAL,"
                    + " UNAVAILABLE, DATA_LOSS, UNAUTHENTICATED."),
    THE_CODE_OK("INVALID_ARGUMENT]", "OK]", true, ", line 3: refusals[1] is OK, which refuses nothing; take it out."),
    A_CODE_TWICE(
            "INVALID_ARGUMENT]",
            "NOT_FOUND]",
            true,
            ", line 3: refusals[1] repeats NOT_FOUND of refusals[0]; name it once."),
    REFUSALS_THAT_ARE_NO_LIST("[NOT_FOUND, INVALID_ARGUMENT]", "NOT_FOUND", true, ", line 3: refusals must be a list."),
    A_PATTERN(
            "events\\..*",
            "events\\.(.*",
            false,
            ", line 4: topics is no regular expression (Unclosed group at 11); write one that matches the whole names"
                    + " of topics."),
    NO_STREAMS(
            """
            streams:
              - prefix: a
                topic: events.a
                marker: /marker
                time: /at
                subject: [/type, /id]
                mirrors: {/data: 'versions.data#/inner'}
                empty_on_delete: [/data]
              - topic: events.b
                prefix: b
                subject: [/kind, /key]
            """,
            "streams: []\n",
            true,
            ", line 5: streams lists no stream; list at least one, with its prefix and topic."),
    NO_PREFIX(
            "  - topic: events.b\n    prefix: b\n",
            "  - topic: events.b\n",
            true,
            ", line 13: streams[1] has no prefix; give it one, as the bundled kessel.yaml does."),
    NO_TOPIC(
            "    topic: events.a\n",
            "",
            true,
            ", line 6: streams[0] has no topic; give it one, as the bundled kessel.yaml does."),
    A_PREFIX_TWICE(
            "prefix: b",
            "prefix: a",
            false,
            ", line 14: streams[1].prefix repeats a of streams[0].prefix; each stream has one of its own."),
    A_TOPIC_TWICE(
            "topic: events.b",
            "topic: events.a",
            false,
            ", line 13: streams[1].topic repeats events.a of streams[0].topic; each stream has one of its own."),
    A_TOPIC_THAT_IS_NOT_READ(
            "topic: events.b",
            "topic: event.b",
            false,
            ", line 13: streams[1].topic is event.b, which topics (events\\..*) does not match, so its records would not"
                    + " be read; widen topics."),
    A_MARKER_THAT_IS_NO_POINTER(
            "marker: /marker",
            "marker: marker",
            true,
            ", line 8: streams[0].marker has the place marker, which is no JSON pointer; write it as in /data/id."),
    A_TIME_THAT_IS_NO_POINTER(
            "time: /at",
            "time: /a~t",
            true,
            ", line 9: streams[0].time has the place /a~t, which is no JSON pointer; write it as in /data/id."),
    A_SUBJECT_THAT_IS_NO_POINTER(
            "[/type, /id]",
            "[/type, id]",
            true,
            ", line 10: streams[0].subject[1] has the place id, which is no JSON pointer; write it as in /data/id."),
    A_MIRROR_THAT_IS_NO_POINTER(
            "mirrors: {/data:",
            "mirrors: {data:",
            true,
            ", line 11: streams[0].mirrors.data has the place data, which is no JSON pointer; write it as in /data/id."),
    A_MIRROR_OF_NO_COLUMN(
            "'versions.data#/inner'",
            "versions",
            true,
            ", line 11: streams[0].mirrors[/data] is versions, which names no column; write table.column or"
                    + " table.column#/pointer."),
    A_MIRROR_OF_NO_PLACE_IN_A_COLUMN(
            "#/inner",
            "#/in~ner",
            true,
            ", line 11: streams[0].mirrors[/data] has the place /in~ner, which is no JSON pointer; write it as in /data/id."),
    A_MIRROR_OF_NO_TABLE(
            "'versions.data#/inner'",
            "'version.data#/inner'",
            false,
            ", line 11: streams[0].mirrors[/data] names the table version, which is not under tables; declare it"
                    + " there."),
    WHAT_IS_EMPTY_ON_DELETE_IS_NO_MIRROR(
            "empty_on_delete: [/data]",
            "empty_on_delete: [/date]",
            false,
            ", line 12: streams[0].empty_on_delete[0] is /date, which is not under mirrors; name a member that is."),
    A_SUBJECT_OF_OTHER_PARTS(
            "[/kind, /key]",
            "[/key]",
            false,
            ", line 15: streams[1].subject names 1 of the key's parts, and the subject of the tables 2; name the same in both."),
    A_TABLE_WITHOUT_A_KEY(
            "{key: id}",
            "{}",
            true,
            ", line 17: tables.resources has no key; give it one, as the bundled kessel.yaml does."),
    A_TABLE_THAT_IS_A_TEXT("{key: id}", "id", true, ", line 17: tables.resources must hold members."),
    A_KEY_THAT_IS_NO_COLUMN(
            "{key: id}",
            "{key: a.id}",
            true,
            ", line 17: tables.resources.key is a.id; it must be the name of a column."),
    A_VERSION_THAT_IS_NO_FLAG(
            "version: true",
            "version: often",
            true,
            ", line 18: tables.versions.version is \"often\"; it must be true" + " or false."),
    NO_VERSIONS(
            "version: true",
            "version: false",
            false,
            ", line 16: tables has no table with version: true; mark those in which an insert is a version of the"
                    + " resource."),
    THROUGH_NO_TABLE(
            "through: resources",
            "through: resource",
            false,
            ", line 18: tables.versions.through names the table resource, which is not under tables; declare it there."),
    THROUGH_ITSELF(
            "through: resources",
            "through: versions",
            false,
            ", line 18: tables.versions.through names the table versions, whose rows do not hold the resource id"
                    + " themselves; name a table without through."),
    A_COLUMN_OF_NO_TABLE(
            "deleted: versions.deleted",
            "deleted: version.deleted",
            false,
            ", line 19: deleted names the table version, which is not under tables; declare it there."),
    A_TRANSACTION_ID_TWICE(
            "transaction_id: [versions.tx]",
            "transaction_id: [versions.tx, versions.tx]",
            true,
            ", line 20: transaction_id[1] repeats versions.tx of transaction_id[0]; name it once."),
    A_REPORT_THAT_IS_NO_POINTER(
            "reported: {/data:",
            "reported: {data:",
            true,
            ", line 22: reported.data has the place data, which is no JSON pointer; write it as in /data/id."),
    A_SLACK_BELOW_ZERO(
            "rewind_slack: 0",
            "rewind_slack: -1",
            true,
            ", line 23: rewind_slack is -1; it must be a whole number, 0 or more."),
    A_SLACK_THAT_IS_A_TEXT(
            "rewind_slack: 0",
            "rewind_slack: none",
            true,
            ", line 23: rewind_slack is \"none\"; it must be a whole number, 0 or more."),
    A_GRADE(
            "  B: [ATOMIC-6]",
            "  D: [ATOMIC-6]",
            true,
            ", line 26: decides.D is no member of a profile; there may be A, B, C."),
    AN_UNKNOWN_REQUIREMENT(
            "B: [ATOMIC-6]",
            "B: [ATOMIC-66]",
            true,
            ", line 26: decides.B[0] names the requirement ATOMIC-66, which the catalogue does not have; take an id of"
                    + " requirements.yaml."),
    A_REQUIREMENT_ON_CONSUMERS(
            "B: [ATOMIC-6]",
            "B: [CONSUMER-1]",
            true,
            ", line 26: decides.B[0] names the requirement CONSUMER-1, which is asked of consumers; a producer's profile"
                    + " names those of producers alone."),
    A_REQUIREMENT_FOR_TWO_GRADES(
            "B: [ATOMIC-6]",
            "B: [ATOMIC-6, ORDER-4]",
            false,
            ", line 27: decides.A[8] repeats ORDER-4 of decides.B[1]; name it once, for the poorest grade that can"
                    + " decide it."),
    A_REQUIREMENT_TWICE(
            "B: [ATOMIC-6]",
            "B: [ATOMIC-6, ATOMIC-6]",
            true,
            ", line 26: decides.B[1] repeats ATOMIC-6 of decides.B[0]; name it once."),
    NOTHING_DECIDED(
            """
            decides:
              C: [SHAPE-1, SHAPE-2, SHAPE-3, SHAPE-4, SHAPE-5, SHAPE-6, SHAPE-7, ACK-1, ACK-2, ORDER-1, ORDER-2, ORDER-3, DUP-1, DUP-2, DUP-3, DUP-4]
              B: [ATOMIC-6]
              A: [FIDELITY-1, FIDELITY-2, ATOMIC-1, ATOMIC-2, ATOMIC-3, ATOMIC-4, ATOMIC-5, ATOMIC-7, ORDER-4, ATOMIC-8, DUP-6]
            """,
            "decides: {}\n",
            true,
            ", line 24: decides names no requirement, so nothing would be judged; begin with those of the bundled"
                    + " kessel.yaml."),
    A_PROMISE_THAT_NOTHING_IS_SAID_OF(
            "B: [ATOMIC-6]",
            "B: []",
            false,
            " says nothing of ATOMIC-6; name each MUST under decides, or under not_promised with the reason why it is"
                    + " not promised."),
    MANY_PROMISES_THAT_NOTHING_IS_SAID_OF(
            "C: [SHAPE-1, SHAPE-2, SHAPE-3, SHAPE-4, SHAPE-5, ",
            "C: [",
            false,
            " says nothing of SHAPE-1, SHAPE-2, SHAPE-3 and 2 more; name each MUST under decides, or under not_promised"
                    + " with the reason why it is not promised."),
    PROMISED_AND_NOT(
            "  LIVE-1: It may stop.",
            "  LIVE-1: It may stop.\n  ATOMIC-6: It is not.",
            false,
            ", line 30: not_promised.ATOMIC-6 is decided, too; name ATOMIC-6 either under decides or under"
                    + " not_promised."),
    NOT_PROMISED_FOR_NO_REASON(
            "  LIVE-1: It may stop.",
            "  LIVE-1: ''",
            true,
            ", line 29: not_promised.LIVE-1 is \"\"; it must be a text."),
    NOT_PROMISED_AND_UNKNOWN(
            "  LIVE-1: It may stop.",
            "  LIVE-1: It may stop.\n  LIFE-1: It may stop.",
            true,
            ", line 30: not_promised.LIFE-1 names the requirement LIFE-1, which the catalogue does not have; take an id of"
                    + " requirements.yaml."),
    A_KNOWN_FINDING_OF_WHAT_IS_NOT_PROMISED(
            "id: FIDELITY-2",
            "id: LIVE-1",
            false,
            ", line 31: known[0].id is LIVE-1, which is under not_promised and is not judged; name it in one of them."),
    A_KNOWN_FINDING_WITHOUT_A_CAUSE(
            ", cause: padded",
            "",
            true,
            ", line 31: known[0] has no cause; give it one, as the bundled kessel.yaml does."),
    A_KNOWN_FINDING_TWICE(
            "probe: true}",
            "probe: true}\n  - {id: FIDELITY-2, cause: padded, reason: Again.}",
            false,
            ", line 33: known[1] repeats the FIDELITY-2 padded of known[0]; name it once.");

    /** A profile that is right. */
    static final String SMALL = """
            name: small
            wire_format: PLAIN_JSON
            refusals: [NOT_FOUND, INVALID_ARGUMENT]
            topics: events\\..*
            streams:
              - prefix: a
                topic: events.a
                marker: /marker
                time: /at
                subject: [/type, /id]
                mirrors: {/data: 'versions.data#/inner'}
                empty_on_delete: [/data]
              - topic: events.b
                prefix: b
                subject: [/kind, /key]
            tables:
              resources: {key: id}
              versions: {version: true, key: holder, through: resources}
            deleted: versions.deleted
            transaction_id: [versions.tx]
            subject: [resources.type, resources.id]
            reported: {/data: versions.data}
            rewind_slack: 0
            decides:
              C: [SHAPE-1, SHAPE-2, SHAPE-3, SHAPE-4, SHAPE-5, SHAPE-6, SHAPE-7, ACK-1, ACK-2, ORDER-1, ORDER-2, ORDER-3, DUP-1, DUP-2, DUP-3, DUP-4]
              B: [ATOMIC-6]
              A: [FIDELITY-1, FIDELITY-2, ATOMIC-1, ATOMIC-2, ATOMIC-3, ATOMIC-4, ATOMIC-5, ATOMIC-7, ORDER-4, ATOMIC-8, DUP-6]
            not_promised:
              LIVE-1: It may stop.
            known:
              - {id: FIDELITY-2, cause: padded,
                 reason: So it is., link: 'https://x/1', probe: true}
            """;

    private final String right;
    private final String wrong;
    private final boolean breaksTheForm;
    private final String sentence;

    /** @param breaksTheForm whether the JSON Schema can see it, too */
    ProfileMistake(String right, String wrong, boolean breaksTheForm, String sentence) {
        this.right = right;
        this.wrong = wrong;
        this.breaksTheForm = breaksTheForm;
        this.sentence = sentence;
    }

    String profile() {
        int at = SMALL.indexOf(right);
        if (at < 0 || SMALL.indexOf(right, at + 1) >= 0) {
            throw new IllegalStateException(right + " does not stand in it once");
        }
        return SMALL.replace(right, wrong);
    }

    boolean breaksTheForm() {
        return breaksTheForm;
    }

    String sentence() {
        return sentence;
    }
}

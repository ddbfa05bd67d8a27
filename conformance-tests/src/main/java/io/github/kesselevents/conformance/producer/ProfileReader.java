package io.github.kesselevents.conformance.producer;

import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import io.github.kesselevents.conformance.producer.ProducerProfile.Table;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirements;
import io.github.kesselevents.schemas.WireFormat;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Reads a profile from YAML, and refuses with one sentence what cannot be used: what would otherwise come out as an odd
 * verdict after a run. {@code kessel-events/profile.schema.json} describes the form, for editors; what only a look at
 * other members shows, as whether a table is declared, is refused here alone. Used for one profile.
 */
final class ProfileReader {

    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)+");
    private static final Pattern NAME = Pattern.compile("\\w+");
    private static final String CONSUMER = "CONSUMER";
    private static final int NAMED = 3;
    private static final YamlMember.Form FORM = new YamlMember.Form("a profile", "the bundled kessel.yaml");
    private static final List<String> MEMBERS = List.of(
            "name",
            "wire_format",
            "refusals",
            "topics",
            "streams",
            "tables",
            "deleted",
            "marker",
            "transaction_id",
            "subject",
            "reported",
            "rewind_slack",
            "decides",
            "not_promised",
            "known",
            "accepted");
    /** Of changes to a profile, beside those. */
    private static final List<String> CHANGING = List.of("from", "mended");

    private static final List<String> ADDING = List.of("known", "mended", "not_promised");

    private final Requirements requirements = Requirements.bundled();
    private final YamlMember profile;
    /** Null where a profile is as it is. */
    private final YamlMember changes;

    private final Map<String, Table> tables;

    private ProfileReader(YamlMember profile) {
        this(profile, null);
    }

    private ProfileReader(YamlMember profile, YamlMember changes) {
        this.changes = changes;
        this.profile = profile.knowing(
                changes == null
                        ? MEMBERS
                        : java.util.stream.Stream.concat(MEMBERS.stream(), CHANGING.stream())
                                .toList());
        this.tables = tables(profile.get("tables"));
    }

    /** A bundled profile, else a file. */
    static ProducerProfile find(String nameOrFile) {
        return new ProfileReader(open(nameOrFile)).read();
    }

    /**
     * A profile with other members in place of its own, but for two that add: what is {@code known}, and what is
     * {@code not_promised}, which no grade has to decide then. What is {@code mended} is known no more.
     *
     * @param base a bundled profile, else a file
     * @param changes the members that are to be others
     */
    static ProducerProfile changed(String base, String name, YamlMember changes) {
        Map<String, YamlMember> others = new LinkedHashMap<>(changes.members());
        others.remove("from");
        ADDING.forEach(others::remove);
        ProfileReader reader = new ProfileReader(open(base).with(others), changes);
        return reader.read(name);
    }

    static boolean isBundled(String name) {
        return name.matches("[\\w-]+") && ProfileReader.class.getResource(place(name)) != null;
    }

    private static String place(String name) {
        return "/kessel-events/profiles/" + name + ".yaml";
    }

    /** Null when there is none of this name. */
    static InputStream bundled(String name) {
        return isBundled(name) ? ProfileReader.class.getResourceAsStream(place(name)) : null;
    }

    private static YamlMember open(String nameOrFile) {
        try (InputStream in = bundled(nameOrFile)) {
            if (in != null) {
                return YamlMember.read(in.readAllBytes(), "The bundled profile " + nameOrFile, FORM);
            }
        } catch (IOException e) {
            throw new ProfileException("The bundled profile " + nameOrFile + " cannot be read: " + e + ".", e);
        }
        return file(nameOrFile);
    }

    private static YamlMember file(String name) {
        Path file;
        try {
            file = Path.of(name);
        } catch (InvalidPathException e) {
            throw new ProfileException(name + " is no name of a profile; use kessel, or the path of a YAML file.", e);
        }
        if (!Files.isRegularFile(file)) {
            throw new ProfileException("There is no profile " + name
                    + ", neither bundled nor as a file; use kessel, or the path of a YAML file.");
        }
        try {
            return YamlMember.read(Files.readAllBytes(file), "The profile " + file, FORM);
        } catch (IOException e) {
            throw new ProfileException("The profile " + file + " cannot be read: " + e + ".", e);
        }
    }

    /** @param name how messages begin */
    static ProducerProfile read(InputStream in, String name) throws IOException {
        return new ProfileReader(YamlMember.read(in.readAllBytes(), name, FORM)).read();
    }

    private ProducerProfile read() {
        return read(profile.get("name").text());
    }

    private ProducerProfile read(String name) {
        WireFormat wireFormat = wireFormat(profile.get("wire_format"));
        Set<String> refusals = refusals(profile.get("refusals"));
        Pattern topics = pattern(profile.get("topics"));
        List<ColumnReference> subject = columns("subject");
        List<Stream> streams = streams(profile.get("streams"), topics, subject);
        Map<Grade, Set<String>> decides = decides(profile.get("decides"));
        relieve(decides);
        Map<String, String> notPromised = notPromised(decides);
        return new ProducerProfile(
                name,
                wireFormat,
                refusals,
                topics,
                streams,
                tables,
                profile.find("deleted").map(this::column).orElse(null),
                profile.find("marker").map(this::column).orElse(null),
                columns("transaction_id"),
                subject,
                profile.find("reported").map(this::mirrors).orElse(Map.of()),
                profile.find("rewind_slack").map(YamlMember::count).orElse(0),
                decides,
                notPromised,
                known(notPromised),
                texts("accepted"));
    }

    private static WireFormat wireFormat(YamlMember member) {
        return oneOf(member, WireFormat.values(), "a wire format").get(member.text());
    }

    /** The values by name, of which the member's text is one. */
    private static <E extends Enum<E>> Map<String, E> oneOf(YamlMember member, E[] values, String what) {
        Map<String, E> byName = Arrays.stream(values).collect(Collectors.toMap(Enum::name, Function.identity()));
        if (!byName.containsKey(member.text())) {
            String names = Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", "));
            throw member.refused("is " + member.text() + ", which is not " + what + "; those are " + names);
        }
        return byName;
    }

    private static Set<String> refusals(YamlMember member) {
        Set<String> codes = new LinkedHashSet<>();
        for (YamlMember code : member.differentItems()) {
            oneOf(code, Status.Code.values(), "a gRPC code");
            if (code.text().equals(Status.Code.OK.name())) {
                throw code.refused("is OK, which refuses nothing; take it out");
            }
            codes.add(code.text());
        }
        return codes;
    }

    private static Pattern pattern(YamlMember member) {
        try {
            return Pattern.compile(member.text());
        } catch (PatternSyntaxException e) {
            throw member.refused("is no regular expression (" + e.getDescription() + " at " + e.getIndex()
                    + "); write one that matches the whole names of topics");
        }
    }

    private Map<String, Table> tables(YamlMember member) {
        Map<String, YamlMember> declared = member.members();
        Map<String, Table> read = new LinkedHashMap<>();
        declared.forEach((name, table) -> {
            table.knowing("version", "key", "through");
            read.put(
                    name,
                    new Table(
                            table.find("version").map(YamlMember::flag).orElse(false),
                            columnName(table.get("key")),
                            table.find("through").map(YamlMember::text).orElse(null)));
        });
        read.forEach((name, table) -> {
            if (table.through() != null) {
                requireHolder(read, declared.get(name).get("through"));
            }
        });
        if (!read.isEmpty() && read.values().stream().noneMatch(Table::version)) {
            throw member.refused(
                    "has no table with version: true; mark those in which an insert is a version of the" + " resource");
        }
        return read;
    }

    private static void requireHolder(Map<String, Table> tables, YamlMember through) {
        Table holder = tables.get(through.text());
        if (holder == null) {
            throw through.refused(
                    "names the table " + through.text() + ", which is not under tables; declare it there");
        }
        if (holder.through() != null) {
            throw through.refused("names the table " + through.text()
                    + ", whose rows do not hold the resource id themselves; name a table without through");
        }
    }

    private static String columnName(YamlMember member) {
        if (!NAME.matcher(member.text()).matches()) {
            throw member.refused("is " + member.text() + "; it must be the name of a column");
        }
        return member.text();
    }

    private List<Stream> streams(YamlMember member, Pattern topics, List<ColumnReference> subject) {
        List<Stream> streams = new ArrayList<>();
        Map<String, YamlMember> prefixes = new HashMap<>();
        Map<String, YamlMember> names = new HashMap<>();
        for (YamlMember item : member.items()) {
            Stream stream = stream(item);
            requireItsOwn(item.get("prefix"), prefixes);
            YamlMember topic = item.get("topic");
            requireItsOwn(topic, names);
            if (!topics.matcher(stream.topic()).matches()) {
                throw topic.refused("is " + stream.topic() + ", which topics (" + topics
                        + ") does not match, so its records would not be read; widen topics");
            }
            if (!subject.isEmpty()
                    && !stream.subject().isEmpty()
                    && subject.size() != stream.subject().size()) {
                throw item.get("subject")
                        .refused("names " + stream.subject().size()
                                + " of the key's parts, and the subject of the tables " + subject.size()
                                + "; name the same in both");
            }
            streams.add(stream);
        }
        if (streams.isEmpty()) {
            throw member.refused("lists no stream; list at least one, with its prefix and topic");
        }
        return streams;
    }

    private static void requireItsOwn(YamlMember member, Map<String, YamlMember> others) {
        YamlMember other = others.putIfAbsent(member.text(), member);
        if (other != null) {
            throw member.refused(
                    "repeats " + member.text() + " of " + other.path() + "; each stream has one of its own");
        }
    }

    private Stream stream(YamlMember member) {
        member.knowing("prefix", "topic", "marker", "time", "subject", "mirrors", "empty_on_delete");
        Map<String, ColumnReference> mirrors =
                member.find("mirrors").map(this::mirrors).orElse(Map.of());
        Set<String> emptyOnDelete = new LinkedHashSet<>();
        for (YamlMember empty : items(member.find("empty_on_delete"))) {
            if (!mirrors.containsKey(pointer(empty))) {
                throw empty.refused("is " + empty.text() + ", which is not under mirrors; name a member that is");
            }
            emptyOnDelete.add(empty.text());
        }
        return new Stream(
                member.get("prefix").text(),
                member.get("topic").text(),
                member.find("marker").map(ProfileReader::pointer).orElse(null),
                member.find("time").map(ProfileReader::pointer).orElse(null),
                items(member.find("subject")).stream()
                        .map(ProfileReader::pointer)
                        .toList(),
                mirrors,
                emptyOnDelete);
    }

    private static List<YamlMember> items(Optional<YamlMember> list) {
        return list.map(YamlMember::differentItems).orElse(List.of());
    }

    private static String pointer(YamlMember member) {
        return requirePointer(member, member.text());
    }

    private static String requirePointer(YamlMember member, String text) {
        if (!POINTER.matcher(text).matches()) {
            throw member.refused("has the place " + text + ", which is no JSON pointer; write it as in /data/id");
        }
        return text;
    }

    private Map<String, ColumnReference> mirrors(YamlMember member) {
        Map<String, ColumnReference> mirrors = new LinkedHashMap<>();
        member.members().forEach((place, column) -> mirrors.put(requirePointer(column, place), column(column)));
        return mirrors;
    }

    private List<ColumnReference> columns(String name) {
        return items(profile.find(name)).stream().map(this::column).toList();
    }

    private ColumnReference column(YamlMember member) {
        ColumnReference column;
        try {
            column = ColumnReference.of(member.text());
        } catch (IllegalArgumentException e) {
            throw member.refused(
                    "is " + member.text() + ", which names no column; write table.column or table.column#/pointer");
        }
        if (column.pointer() != null) {
            requirePointer(member, column.pointer());
        }
        if (!tables.containsKey(column.table())) {
            throw member.refused("names the table " + column.table() + ", which is not under tables; declare it there");
        }
        return column;
    }

    private Map<Grade, Set<String>> decides(YamlMember member) {
        Map<Grade, Set<String>> decides = new EnumMap<>(Grade.class);
        Map<String, YamlMember> all = new HashMap<>();
        member.knowing("A", "B", "C").members().forEach((grade, ids) -> {
            for (YamlMember id : ids.differentItems()) {
                requireKnown(id, id.text());
                YamlMember other = all.putIfAbsent(id.text(), id);
                if (other != null) {
                    throw id.refused("repeats " + id.text() + " of " + other.path()
                            + "; name it once, for the poorest grade that can decide it");
                }
            }
            decides.put(
                    Grade.valueOf(grade),
                    ids.items().stream().map(YamlMember::text).collect(Collectors.toCollection(LinkedHashSet::new)));
        });
        if (all.isEmpty()) {
            throw member.refused("names no requirement, so nothing would be judged; begin with those of the bundled"
                    + " kessel.yaml");
        }
        return decides;
    }

    /** What the changes do not promise, the grades of the profile that is changed need not decide. */
    private void relieve(Map<Grade, Set<String>> decides) {
        if (changes != null && changes.find("decides").isEmpty()) {
            changes.find("not_promised")
                    .ifPresent(reasons -> decides.values()
                            .forEach(ids -> ids.removeAll(reasons.members().keySet())));
        }
    }

    /** Where a member stands: in the profile, and in its changes. */
    private List<YamlMember> own(String name) {
        return java.util.stream.Stream.of(profile.find(name), added(name))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<YamlMember> added(String name) {
        return changes == null ? Optional.empty() : changes.find(name);
    }

    private Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        profile.find(name)
                .map(YamlMember::members)
                .orElse(Map.of())
                .forEach((key, text) -> texts.put(key, text.text()));
        return texts;
    }

    private Map<String, String> notPromised(Map<Grade, Set<String>> decides) {
        Set<String> decided = decides.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        Map<String, String> reasons = new LinkedHashMap<>();
        for (YamlMember part : own("not_promised")) {
            part.members().forEach((id, reason) -> {
                requireKnown(reason, id);
                if (decided.contains(id)) {
                    throw reason.refused("is decided, too; name " + id + " either under decides or under not_promised");
                }
                reasons.put(id, reason.text());
            });
        }
        List<String> open = requirements.all().stream()
                .filter(requirement -> requirement.level() == Requirement.Level.MUST)
                .filter(requirement -> !requirement.family().equals(CONSUMER))
                .map(Requirement::id)
                .filter(id -> !decided.contains(id) && !reasons.containsKey(id))
                .toList();
        if (!open.isEmpty()) {
            String more = open.size() > NAMED ? " and " + (open.size() - NAMED) + " more" : "";
            throw profile.refused("says nothing of " + String.join(", ", open.subList(0, Math.min(NAMED, open.size())))
                    + more + "; name each MUST under decides, or under not_promised with the reason why it is not"
                    + " promised");
        }
        return reasons;
    }

    private List<KnownFinding> known(Map<String, String> notPromised) {
        Map<List<String>, YamlMember> causes = new LinkedHashMap<>();
        List<KnownFinding> known = new ArrayList<>();
        for (YamlMember item : profile.find("known").map(YamlMember::items).orElse(List.of())) {
            KnownFinding finding = known(item, causes);
            if (!notPromised.containsKey(finding.id())) {
                known.add(finding);
            } else if (changes == null) {
                throw notJudged(item.get("id"));
            }
        }
        mend(known);
        for (YamlMember item : added("known").map(YamlMember::items).orElse(List.of())) {
            KnownFinding finding = known(item, causes);
            if (notPromised.containsKey(finding.id())) {
                throw notJudged(item.get("id"));
            }
            known.add(finding);
        }
        return known;
    }

    private static ProfileException notJudged(YamlMember id) {
        return id.refused(
                "is " + id.text() + ", which is under not_promised and is not judged; name it in one of them");
    }

    private KnownFinding known(YamlMember item, Map<List<String>, YamlMember> causes) {
        item.knowing("id", "cause", "reason", "link", "probe", "chance");
        YamlMember id = item.get("id");
        requireKnown(id, id.text());
        KnownFinding finding = new KnownFinding(
                id.text(),
                item.get("cause").text(),
                item.get("reason").text(),
                item.find("link").map(YamlMember::text).orElse(null),
                item.find("probe").map(YamlMember::flag).orElse(false),
                item.find("chance").map(YamlMember::flag).orElse(false));
        YamlMember other = causes.putIfAbsent(List.of(finding.id(), finding.cause()), item);
        if (other != null) {
            throw item.refused(
                    "repeats the " + finding.id() + " " + finding.cause() + " of " + other.path() + "; name it once");
        }
        return finding;
    }

    /** Takes out what this producer does right. */
    private void mend(List<KnownFinding> known) {
        for (YamlMember item : added("mended").map(YamlMember::items).orElse(List.of())) {
            item.knowing("id", "cause");
            String id = item.get("id").text();
            String cause = item.get("cause").text();
            if (!known.removeIf(
                    finding -> finding.id().equals(id) && finding.cause().equals(cause))) {
                throw item.refused("names the " + id + " " + cause
                        + ", which the profile does not know; name one of its known findings");
            }
        }
    }

    private void requireKnown(YamlMember member, String id) {
        if (!requirements.contains(id)) {
            throw member.refused("names the requirement " + id
                    + ", which the catalogue does not have; take an id of requirements.yaml");
        }
        if (requirements.get(id).family().equals(CONSUMER)) {
            throw member.refused("names the requirement " + id
                    + ", which is asked of consumers; a producer's profile names those of producers alone");
        }
    }
}

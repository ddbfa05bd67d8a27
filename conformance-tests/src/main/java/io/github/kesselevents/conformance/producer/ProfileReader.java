package io.github.kesselevents.conformance.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.conformance.producer.ProducerProfile.KnownFinding;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import io.github.kesselevents.conformance.producer.ProducerProfile.Table;
import io.github.kesselevents.schemas.Requirement;
import io.github.kesselevents.schemas.Requirements;
import io.github.kesselevents.schemas.WireFormat;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

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

    private final Requirements requirements = Requirements.bundled();
    private final ProfileMember profile;
    private final Map<String, Table> tables;

    private ProfileReader(ProfileMember profile) {
        this.profile = profile.knowing(
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
                "known");
        this.tables = tables(profile.get("tables"));
    }

    /** A bundled profile, else a file. */
    static ProducerProfile find(String nameOrFile) {
        try (InputStream in = bundled(nameOrFile)) {
            if (in != null) {
                return read(in, "The bundled profile " + nameOrFile);
            }
        } catch (IOException e) {
            throw new ProfileException("The bundled profile " + nameOrFile + " cannot be read: " + e + ".", e);
        }
        return file(nameOrFile);
    }

    /** Null when there is none of this name. */
    static InputStream bundled(String name) {
        return name.matches("[\\w-]+")
                ? ProfileReader.class.getResourceAsStream("/kessel-events/profiles/" + name + ".yaml")
                : null;
    }

    private static ProducerProfile file(String name) {
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
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, "The profile " + file);
        } catch (IOException e) {
            throw new ProfileException("The profile " + file + " cannot be read: " + e + ".", e);
        }
    }

    /** @param name how messages begin */
    static ProducerProfile read(InputStream in, String name) throws IOException {
        byte[] yaml = in.readAllBytes();
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml));
            return new ProfileReader(ProfileMember.read(yaml, name)).read();
        } catch (CharacterCodingException e) {
            throw new ProfileException(name + " is not in UTF-8; save it as a text in that encoding.", e);
        } catch (JacksonException e) {
            throw new ProfileException(
                    name + " cannot be used: " + reason(e) + place(e) + "; mend the file at that place.", e);
        }
    }

    /** What the YAML parser says, without the lines that it quotes. */
    private static String reason(JacksonException e) {
        return e.getOriginalMessage()
                .lines()
                .filter(line -> !line.startsWith(" "))
                .map(line -> line.strip().replaceFirst("\\.$", ""))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String place(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private ProducerProfile read() {
        String name = profile.get("name").text();
        WireFormat wireFormat = wireFormat(profile.get("wire_format"));
        Set<String> refusals = refusals(profile.get("refusals"));
        Pattern topics = pattern(profile.get("topics"));
        List<ColumnReference> subject = columns("subject");
        List<Stream> streams = streams(profile.get("streams"), topics, subject);
        Map<Grade, Set<String>> decides = decides(profile.get("decides"));
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
                profile.find("rewind_slack").map(ProfileMember::count).orElse(0),
                decides,
                notPromised,
                known(notPromised));
    }

    private static WireFormat wireFormat(ProfileMember member) {
        return oneOf(member, WireFormat.values(), "a wire format").get(member.text());
    }

    /** The values by name, of which the member's text is one. */
    private static <E extends Enum<E>> Map<String, E> oneOf(ProfileMember member, E[] values, String what) {
        Map<String, E> byName = Arrays.stream(values).collect(Collectors.toMap(Enum::name, Function.identity()));
        if (!byName.containsKey(member.text())) {
            String names = Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", "));
            throw member.refused("is " + member.text() + ", which is not " + what + "; those are " + names);
        }
        return byName;
    }

    private static Set<String> refusals(ProfileMember member) {
        Set<String> codes = new LinkedHashSet<>();
        for (ProfileMember code : member.differentItems()) {
            oneOf(code, Status.Code.values(), "a gRPC code");
            if (code.text().equals(Status.Code.OK.name())) {
                throw code.refused("is OK, which refuses nothing; take it out");
            }
            codes.add(code.text());
        }
        return codes;
    }

    private static Pattern pattern(ProfileMember member) {
        try {
            return Pattern.compile(member.text());
        } catch (PatternSyntaxException e) {
            throw member.refused("is no regular expression (" + e.getDescription() + " at " + e.getIndex()
                    + "); write one that matches the whole names of topics");
        }
    }

    private Map<String, Table> tables(ProfileMember member) {
        Map<String, ProfileMember> declared = member.members();
        Map<String, Table> read = new LinkedHashMap<>();
        declared.forEach((name, table) -> {
            table.knowing("version", "key", "through");
            read.put(
                    name,
                    new Table(
                            table.find("version").map(ProfileMember::flag).orElse(false),
                            columnName(table.get("key")),
                            table.find("through").map(ProfileMember::text).orElse(null)));
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

    private static void requireHolder(Map<String, Table> tables, ProfileMember through) {
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

    private static String columnName(ProfileMember member) {
        if (!NAME.matcher(member.text()).matches()) {
            throw member.refused("is " + member.text() + "; it must be the name of a column");
        }
        return member.text();
    }

    private List<Stream> streams(ProfileMember member, Pattern topics, List<ColumnReference> subject) {
        List<Stream> streams = new ArrayList<>();
        Map<String, ProfileMember> prefixes = new HashMap<>();
        Map<String, ProfileMember> names = new HashMap<>();
        for (ProfileMember item : member.items()) {
            Stream stream = stream(item);
            requireItsOwn(item.get("prefix"), prefixes);
            ProfileMember topic = item.get("topic");
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

    private static void requireItsOwn(ProfileMember member, Map<String, ProfileMember> others) {
        ProfileMember other = others.putIfAbsent(member.text(), member);
        if (other != null) {
            throw member.refused(
                    "repeats " + member.text() + " of " + other.path() + "; each stream has one of its own");
        }
    }

    private Stream stream(ProfileMember member) {
        member.knowing("prefix", "topic", "marker", "time", "subject", "mirrors", "empty_on_delete");
        Map<String, ColumnReference> mirrors =
                member.find("mirrors").map(this::mirrors).orElse(Map.of());
        Set<String> emptyOnDelete = new LinkedHashSet<>();
        for (ProfileMember empty : items(member.find("empty_on_delete"))) {
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

    private static List<ProfileMember> items(Optional<ProfileMember> list) {
        return list.map(ProfileMember::differentItems).orElse(List.of());
    }

    private static String pointer(ProfileMember member) {
        return requirePointer(member, member.text());
    }

    private static String requirePointer(ProfileMember member, String text) {
        if (!POINTER.matcher(text).matches()) {
            throw member.refused("has the place " + text + ", which is no JSON pointer; write it as in /data/id");
        }
        return text;
    }

    private Map<String, ColumnReference> mirrors(ProfileMember member) {
        Map<String, ColumnReference> mirrors = new LinkedHashMap<>();
        member.members().forEach((place, column) -> mirrors.put(requirePointer(column, place), column(column)));
        return mirrors;
    }

    private List<ColumnReference> columns(String name) {
        return items(profile.find(name)).stream().map(this::column).toList();
    }

    private ColumnReference column(ProfileMember member) {
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

    private Map<Grade, Set<String>> decides(ProfileMember member) {
        Map<Grade, Set<String>> decides = new EnumMap<>(Grade.class);
        Map<String, ProfileMember> all = new HashMap<>();
        member.knowing("A", "B", "C").members().forEach((grade, ids) -> {
            for (ProfileMember id : ids.differentItems()) {
                requireKnown(id, id.text());
                ProfileMember other = all.putIfAbsent(id.text(), id);
                if (other != null) {
                    throw id.refused("repeats " + id.text() + " of " + other.path()
                            + "; name it once, for the poorest grade that can decide it");
                }
            }
            decides.put(
                    Grade.valueOf(grade),
                    ids.items().stream().map(ProfileMember::text).collect(Collectors.toSet()));
        });
        if (all.isEmpty()) {
            throw member.refused("names no requirement, so nothing would be judged; begin with those of the bundled"
                    + " kessel.yaml");
        }
        return decides;
    }

    private Map<String, String> notPromised(Map<Grade, Set<String>> decides) {
        Set<String> decided = decides.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        Map<String, String> reasons = new LinkedHashMap<>();
        profile.find("not_promised")
                .map(ProfileMember::members)
                .orElse(Map.of())
                .forEach((id, reason) -> {
                    requireKnown(reason, id);
                    if (decided.contains(id)) {
                        throw reason.refused(
                                "is decided, too; name " + id + " either under decides or under not_promised");
                    }
                    reasons.put(id, reason.text());
                });
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
        List<KnownFinding> known = new ArrayList<>();
        Map<List<String>, ProfileMember> causes = new HashMap<>();
        List<ProfileMember> items =
                profile.find("known").map(ProfileMember::items).orElse(List.of());
        for (ProfileMember item : items) {
            item.knowing("id", "cause", "reason", "link", "probe", "chance");
            ProfileMember id = item.get("id");
            requireKnown(id, id.text());
            if (notPromised.containsKey(id.text())) {
                throw id.refused("is " + id.text()
                        + ", which is under not_promised and is not judged; name it in one of" + " them");
            }
            KnownFinding finding = new KnownFinding(
                    id.text(),
                    item.get("cause").text(),
                    item.get("reason").text(),
                    item.find("link").map(ProfileMember::text).orElse(null),
                    item.find("probe").map(ProfileMember::flag).orElse(false),
                    item.find("chance").map(ProfileMember::flag).orElse(false));
            ProfileMember other = causes.putIfAbsent(List.of(finding.id(), finding.cause()), item);
            if (other != null) {
                throw item.refused("repeats the " + finding.id() + " " + finding.cause() + " of " + other.path()
                        + "; name it once");
            }
            known.add(finding);
        }
        return known;
    }

    private void requireKnown(ProfileMember member, String id) {
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

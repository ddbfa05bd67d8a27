package io.github.kesselevents.conformance.producer;

import io.github.kesselevents.conformance.producer.Life.Ready;
import io.github.kesselevents.conformance.producer.ProducerSettings.PortChoice;
import io.github.kesselevents.conformance.producer.ProducerSettings.RelayChoice;
import io.github.kesselevents.fixtures.environment.ContainerSettings;
import io.github.kesselevents.fixtures.environment.ContainerSettings.Pull;
import io.github.kesselevents.fixtures.environment.Database;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a {@code producer.yaml}, and refuses with one sentence what cannot be used.
 * {@code kessel-events/producer.schema.json} describes the form, for editors; what only a look at other members, at
 * files or at the environment shows is refused here alone. Used for one file.
 */
final class ProducerReader {

    private static final YamlMember.Form FORM = new YamlMember.Form("a producer.yaml", "the one that init writes");
    private static final String NONE = "none";
    private static final String ALL_JARS = "/*";
    private static final String KESSEL = "kessel";
    private static final int LEAST_PORT = 1024;
    private static final int MOST_PORT = 65_535;
    private static final int MOST_SECONDS = 3_600;

    private final YamlMember file;
    private final Path folder;
    private final UnaryOperator<String> variables;

    private ProducerReader(YamlMember file, Path folder, UnaryOperator<String> variables) {
        this.file = file.knowing(
                "name",
                "image",
                "files",
                "command",
                "environment",
                "folder",
                "ready",
                "address",
                "class",
                "class_path",
                "ports",
                "api",
                "timeouts",
                "relay",
                "containers",
                "external",
                "pacts",
                "profile");
        this.folder = folder;
        this.variables = variables;
    }

    /** @param variables of the environment; null for one that is not set */
    static ProducerSettings read(Path file, UnaryOperator<String> variables) {
        return open(file, variables).read();
    }

    static ProducerProfile readProfile(Path file) {
        return open(file, name -> null).profile();
    }

    private static ProducerReader open(Path file, UnaryOperator<String> variables) {
        if (!Files.isRegularFile(file)) {
            throw new ProfileException(
                    "There is no file " + file + "; give the path of a producer.yaml, or have init write one.");
        }
        try {
            YamlMember whole = YamlMember.read(Files.readAllBytes(file), file.toString(), FORM);
            return new ProducerReader(whole, file.toAbsolutePath().getParent(), variables);
        } catch (IOException e) {
            throw new ProfileException("The file " + file + " cannot be read: " + e + ".", e);
        }
    }

    private ProducerSettings read() {
        ClassFinder classes = ClassFinder.of(classPath());
        PortChoice ports = file.find("ports").map(this::ports).orElse(PortChoice.ANY);
        Life life = life(ports, classes);
        ProducerSettings standard = ProducerSettings.bundled();
        Optional<YamlMember> timeouts = file.find("timeouts").map(member -> member.knowing("start", "call"));
        return new ProducerSettings(
                file.get("name").text(),
                life,
                access(seconds(timeouts, "call").orElse(standard.access().patience()), life, classes),
                seconds(timeouts, "start").orElse(standard.startPatience()),
                profile(),
                file.find("relay").map(this::relay).orElse(RelayChoice.STANDARD),
                ports,
                containers(),
                external(),
                file.find("pacts").map(this::pacts));
    }

    private String pacts(YamlMember member) {
        return member.text().equals(ProducerSettings.READY_PACTS)
                ? member.text()
                : folder(member).toString();
    }

    private Life life(PortChoice ports, ClassFinder classes) {
        Optional<YamlMember> image = file.find("image");
        if (image.isPresent()) {
            return image(image.get(), ports);
        }
        file.find("files").ifPresent(files -> {
            throw files.refused("are copied into an image, and there is none; take them out, or name an image");
        });
        YamlMember life = file.oneOf("image", "command", "address", "class");
        if (file.find("class").isPresent()) {
            return inThisJvm(life, ports, classes);
        }
        return file.find("address").isPresent() ? running(life, ports) : command(life, ports);
    }

    private Life inThisJvm(YamlMember named, PortChoice ports, ClassFinder classes) {
        for (String name : List.of("folder", "ready")) {
            file.find(name).ifPresent(member -> {
                throw member.refused(
                        "is for a command, and this producer is a class of the kit's own JVM; take it out");
            });
        }
        Map<String, YamlMember> variables = variables();
        JavaProducer producer = classes.make(named, JavaProducer.class);
        if (producer instanceof ProducerApi) {
            variables.values().forEach(ProducerReader::requirePlaceholders);
        } else {
            requireTold(named, List.of(), variables, ports);
        }
        return new Life.InThisJvm(producer, texts(variables));
    }

    /** Folders and jars; as Java has it, {@code /*} stands for the jars of a folder. */
    private List<Path> classPath() {
        Optional<YamlMember> given = file.find("class_path");
        given.filter(any -> file.find("class").isEmpty()
                        && file.find("api").flatMap(api -> api.find("class")).isEmpty())
                .ifPresent(member -> {
                    throw member.refused("is for a class, and none is named here or under api; take it out");
                });
        return given.map(YamlMember::items).orElse(List.of()).stream()
                .flatMap(place -> place.text().endsWith(ALL_JARS) ? jars(place) : Stream.of(fileOrFolder(place)))
                .toList();
    }

    private Stream<Path> jars(YamlMember place) {
        Path folder = path(place).getParent();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw place.refused("is " + place.text() + ", and there is no jar in " + folder + "; put some there");
            }
            return jars.stream();
        } catch (IOException e) {
            throw place.refused("is " + place.text() + ", and there is no folder " + folder + "; name one that exists");
        }
    }

    private Life image(YamlMember image, PortChoice ports) {
        for (String name : List.of("address", "class", "folder")) {
            file.find(name).ifPresent(member -> {
                throw member.refused("is for a producer of this machine, and this one is an image; take it out");
            });
        }
        List<YamlMember> words = file.find("command").map(YamlMember::items).orElse(List.of());
        Map<String, YamlMember> variables = variables();
        Map<String, Path> files = new LinkedHashMap<>();
        file.find("files")
                .ifPresent(member -> member.members().forEach((target, source) -> {
                    if (!target.startsWith("/")) {
                        throw source.refused("is to be copied to " + target + "; begin that path with a slash");
                    }
                    files.put(target, fileOrFolder(source));
                }));
        requireTold(image, words, variables, ports);
        return new Life.Image(image.text(), texts(words), texts(variables), files, readiness());
    }

    private Optional<ExternalSettings> external() {
        Optional<YamlMember> given = file.find("external");
        given.ifPresent(external -> {
            if (file.find("address").isEmpty()) {
                throw external.refused("is for a producer that runs; give its address");
            }
            for (String name : List.of("ports", "relay", "containers")) {
                file.find(name).ifPresent(member -> {
                    throw member.refused(
                            "is of what the kit starts, and under external there is nothing of it; take it out");
                });
            }
        });
        return given.map(external -> {
            external.knowing("kafka", "database", "connect", "faults");
            external.find("faults")
                    .filter(any -> external.find("database").isEmpty())
                    .ifPresent(faults -> {
                        throw faults.refused("make triggers in the database; say where that is, under"
                                + " external.database, or take them out");
                    });
            YamlMember kafka = external.get("kafka").knowing("bootstrap", "properties");
            return new ExternalSettings(
                    kafka.get("bootstrap").text(),
                    kafka.find("properties").map(this::properties).orElse(Map.of()),
                    external.find("database").map(member -> database(member.knowing("url", "user", "password"))),
                    external.find("connect").map(ProducerReader::connect),
                    external.find("faults").map(ProducerReader::faults).orElse(Set.of()));
        });
    }

    private Map<String, String> properties(YamlMember member) {
        try (Reader reader = Files.newBufferedReader(file(member))) {
            Properties properties = new Properties();
            properties.load(reader);
            return properties.stringPropertyNames().stream()
                    .collect(Collectors.toMap(name -> name, properties::getProperty));
        } catch (IOException | IllegalArgumentException e) {
            throw member.refused(
                    "is " + member.text() + ", which cannot be read as properties (" + e.getMessage() + ")");
        }
    }

    private ExternalSettings.DatabaseAddress database(YamlMember member) {
        YamlMember url = member.get("url");
        String user = member.get("user").text();
        try {
            // A password has no business in it, where others read it.
            Database.of(url.text(), user, "");
        } catch (IllegalArgumentException e) {
            throw url.refused(
                    "must be jdbc:postgresql://host:port/name, as in jdbc:postgresql://localhost:5432/inventory");
        }
        if (url.text().matches(".*[?&](user|password)=.*")) {
            throw url.refused("must hold neither user nor password, where others read them; give both beside it");
        }
        return new ExternalSettings.DatabaseAddress(
                url.text(), user, member.find("password").map(this::secret));
    }

    private static ExternalSettings.ConnectAddress connect(YamlMember member) {
        member.knowing("url", "connector", "slot");
        URI worker = address(member.get("url"));
        return new ExternalSettings.ConnectAddress(
                URI.create(worker.toString().replaceFirst("/?$", "/")),
                member.get("connector").text(),
                member.get("slot").text());
    }

    private static Set<String> faults(YamlMember member) {
        Set<String> faults = new TreeSet<>();
        for (YamlMember fault : member.items()) {
            if (!ExternalSettings.POSSIBLE_FAULTS.contains(fault.text())) {
                throw fault.refused(
                        "is " + fault.text() + ", which cannot be done to what is not the kit's; there may be "
                                + String.join(", ", ExternalSettings.POSSIBLE_FAULTS));
            }
            faults.add(fault.text());
        }
        return faults;
    }

    /** Of the containers that it is checked with: there are some if it is an image, or if they are mentioned. */
    private Optional<ContainerSettings> containers() {
        Optional<YamlMember> given = file.find("containers").map(member -> member.knowing("images", "pull", "reuse"));
        if (given.isEmpty()) {
            return file.find("image").map(image -> ContainerSettings.standard());
        }
        ContainerSettings settings = ContainerSettings.standard();
        Optional<YamlMember> images = given.get().find("images");
        if (images.isPresent()) {
            images.get()
                    .knowing(List.copyOf(
                            new TreeSet<>(ContainerSettings.publicImages().keySet())));
            for (Map.Entry<String, YamlMember> image : images.get().members().entrySet()) {
                settings = settings.withImage(image.getKey(), image.getValue().text());
            }
        }
        Optional<YamlMember> pull = given.get().find("pull");
        if (pull.isPresent()) {
            settings = settings.withPull(choice(pull.get(), Pull.values()));
        }
        return Optional.of(settings.withReuse(
                given.get().find("reuse").map(YamlMember::flag).orElse(false)));
    }

    private Life running(YamlMember address, PortChoice ports) {
        if (!Access.isAddress(address.text())) {
            throw address.refused("is " + address.text() + "; it must be host:port, as in localhost:9081");
        }
        for (String name : List.of("environment", "folder", "ready")) {
            file.find(name).ifPresent(member -> {
                throw member.refused("is for a command, and this producer is started by somebody else; take it out");
            });
        }
        if (ports.database().isEmpty() && file.find("external").isEmpty()) {
            throw address.refused("is of a producer that must know its database before it starts; say which port that"
                    + " has under ports: {database: 15432}, or where all are under external");
        }
        return new Life.Running(address.text());
    }

    private Life command(YamlMember command, PortChoice ports) {
        List<YamlMember> words = command.items();
        if (words.isEmpty()) {
            throw command.refused("is empty; list the program and its arguments");
        }
        Map<String, YamlMember> variables = variables();
        requireTold(command, words, variables, ports);
        return new Life.Command(
                texts(words),
                texts(variables),
                file.find("folder").map(this::folder).or(() -> Optional.of(folder)),
                readiness());
    }

    private Map<String, YamlMember> variables() {
        return file.find("environment").map(YamlMember::members).orElse(Map.of());
    }

    private Ready readiness() {
        return file.find("ready").map(ready -> choice(ready, Ready.values())).orElse(Ready.PORT);
    }

    private static List<String> texts(List<YamlMember> members) {
        return members.stream().map(YamlMember::text).toList();
    }

    private static Map<String, String> texts(Map<String, YamlMember> members) {
        Map<String, String> texts = new LinkedHashMap<>();
        members.forEach((name, value) -> texts.put(name, value.text()));
        return texts;
    }

    /** Placeholders must be known, and one of them, or {@code ports}, must say where it serves. */
    private static void requireTold(
            YamlMember life, List<YamlMember> words, Map<String, YamlMember> variables, PortChoice ports) {
        List<YamlMember> told =
                Stream.concat(words.stream(), variables.values().stream()).toList();
        told.forEach(ProducerReader::requirePlaceholders);
        if (ports.producer().isEmpty() && told.stream().noneMatch(text -> Placeholder.PORT.isIn(text.text()))) {
            String command = life.path().equals("class") ? "" : (words.isEmpty() ? "command" : "it") + " or into ";
            throw life.refused("is not told where to serve; put $PORT into " + command
                    + "environment, or say under ports: {producer: 9081}" + " where it does");
        }
    }

    private static void requirePlaceholders(YamlMember text) {
        Placeholder.findUnknown(text.text(), unknown -> {
            throw text.refused("holds " + unknown + ", which stands for nothing; there are " + Placeholder.names()
                    + ", and $$ for a dollar");
        });
    }

    private Path folder(YamlMember member) {
        Path path = path(member);
        if (!Files.isDirectory(path)) {
            throw member.refused("is " + member.text() + ", and there is no folder " + path + "; name one that exists");
        }
        return path;
    }

    private static <T extends Enum<T>> T choice(YamlMember member, T[] values) {
        return Stream.of(values)
                .filter(value -> word(value).equals(member.text()))
                .findFirst()
                .orElseThrow(() -> member.refused("is " + member.text() + "; it must be "
                        + Stream.of(values).map(ProducerReader::word).collect(Collectors.joining(" or "))));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private PortChoice ports(YamlMember member) {
        member.knowing("producer", "database", "broker");
        PortChoice ports = new PortChoice(port(member, "producer"), port(member, "database"), port(member, "broker"));
        member.find("producer").filter(port -> file.find("address").isPresent()).ifPresent(port -> {
            throw port.refused("stands in address already; take it out");
        });
        return ports;
    }

    private static OptionalInt port(YamlMember ports, String name) {
        Optional<YamlMember> member = ports.find(name);
        return member.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(member.get().count(LEAST_PORT, MOST_PORT));
    }

    private static Optional<Duration> seconds(Optional<YamlMember> timeouts, String name) {
        return timeouts.flatMap(member -> member.find(name))
                .map(member -> Duration.ofSeconds(member.count(1, MOST_SECONDS)));
    }

    private Access access(Duration patience, Life life, ClassFinder classes) {
        Optional<YamlMember> api = file.find("api").map(member -> member.knowing("token", "oauth", "tls", "class"));
        Optional<ProducerApi> own = own(life, classes);
        return new Access(
                patience,
                api.flatMap(this::token),
                api.flatMap(member -> member.find("tls")).map(this::tls),
                own);
    }

    /** What calls an API of the producer's own: the class that is named, or the producer itself, if it can. */
    private Optional<ProducerApi> own(Life life, ClassFinder classes) {
        Optional<YamlMember> api = file.find("api");
        Optional<ProducerApi> own = api.flatMap(member -> member.find("class"))
                .map(named -> classes.make(named, ProducerApi.class))
                .or(() -> life instanceof Life.InThisJvm here && here.producer() instanceof ProducerApi itself
                        ? Optional.of(itself)
                        : Optional.empty());
        if (own.isPresent()) {
            Stream.of("token", "oauth", "tls")
                    .flatMap(name -> api.flatMap(member -> member.find(name)).stream())
                    .forEach(member -> {
                        throw member.refused("is for Kessel's gRPC, and a class calls in its own way; take it out");
                    });
            file.find("ready").filter(ready -> readiness() == Ready.HEALTH).ifPresent(ready -> {
                throw ready.refused("is health, which is gRPC's, and this producer has an API of its own; take it out,"
                        + " and have the class's isReachable tell when it serves");
            });
        }
        return own;
    }

    private Optional<TokenSource> token(YamlMember api) {
        if (api.find("token").isEmpty() && api.find("oauth").isEmpty()) {
            return Optional.empty();
        }
        YamlMember source = api.oneOf("token", "oauth");
        return Optional.of(api.find("token").isPresent() ? secret(source) : oauth(source));
    }

    private OAuthClient oauth(YamlMember member) {
        member.knowing("url", "client", "secret", "scope");
        return new OAuthClient(
                address(member.get("url")),
                member.get("client").text(),
                secret(member.get("secret")),
                member.find("scope").map(YamlMember::text));
    }

    private static URI address(YamlMember url) {
        if (!url.text().matches("https?://[^\\s/]+(/\\S*)?")) {
            throw url.refused("is " + url.text() + "; it must be as http://localhost:8083");
        }
        return URI.create(url.text());
    }

    private Access.Tls tls(YamlMember member) {
        member.knowing("authority", "name");
        return new Access.Tls(
                member.find("authority").map(this::file), member.find("name").map(YamlMember::text));
    }

    /** Nothing of what stands there is repeated: it may be the secret itself. */
    private Secret secret(YamlMember member) {
        if (!member.isObject()) {
            throw member.refused("must not stand here, where others read it; say where it is, as {env: VARIABLE} or"
                    + " {file: PATH}");
        }
        member.knowing("env", "file");
        YamlMember source = member.oneOf("env", "file");
        String text = member.find("env").isPresent() ? variable(source) : content(source);
        if (text.isBlank()) {
            throw source.refused("is " + source.text() + ", which is empty; put the secret there");
        }
        return new Secret(text.strip());
    }

    private String variable(YamlMember member) {
        String text = variables.apply(member.text());
        if (text == null) {
            throw member.refused("is " + member.text() + ", which is not set in the environment; set it");
        }
        return text;
    }

    private String content(YamlMember member) {
        try {
            return Files.readString(file(member));
        } catch (IOException e) {
            throw member.refused("is " + member.text() + ", which cannot be read (" + e.getMessage() + ")");
        }
    }

    private RelayChoice relay(YamlMember member) {
        return member.text().equals(NONE) ? RelayChoice.NONE : new RelayChoice(true, Optional.of(file(member)));
    }

    private ProducerProfile profile() {
        Optional<YamlMember> given = file.find("profile");
        if (given.isEmpty()) {
            return ProducerProfile.kessel();
        }
        YamlMember member = given.get();
        if (member.isText()) {
            return ProfileReader.find(nameOrPath(member));
        }
        member.find("name").ifPresent(other -> {
            throw other.refused("stands at the top of the file; take it out here");
        });
        return ProfileReader.changed(
                member.find("from").map(this::nameOrPath).orElse(KESSEL),
                file.get("name").text(),
                member);
    }

    /** The name of a bundled one, else a path. */
    private String nameOrPath(YamlMember member) {
        return ProfileReader.isBundled(member.text())
                ? member.text()
                : file(member).toString();
    }

    private Path file(YamlMember member) {
        Path path = path(member);
        if (!Files.isRegularFile(path)) {
            throw member.refused("is " + member.text() + ", and there is no file " + path + "; name one that exists");
        }
        return path;
    }

    private Path fileOrFolder(YamlMember member) {
        Path path = path(member);
        if (!Files.exists(path)) {
            throw member.refused(
                    "is " + member.text() + ", and there is no file or folder " + path + "; name one that exists");
        }
        return path;
    }

    private Path path(YamlMember member) {
        try {
            return folder.resolve(member.text()).normalize();
        } catch (InvalidPathException e) {
            throw member.refused("is " + member.text() + ", which is no path");
        }
    }
}

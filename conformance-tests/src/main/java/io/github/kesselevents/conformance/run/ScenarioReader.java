package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.run.ScenarioFile.Entry;
import io.github.kesselevents.fixtures.environment.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads scenario files, and refuses with one sentence, which names the line, what cannot be used. */
final class ScenarioReader {

    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();
    private static final int MOST_TIMES = 100;
    private static final int MOST_OPERATIONS = 1_000_000;

    private final Path file;
    private final JsonParser parser;
    private final List<String> names = Disturbances.names();

    private ScenarioReader(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    static ScenarioFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ScenarioException(file, "is no file; give the path of a YAML file.", null);
        }
        try (JsonParser parser = YAML.createParser(Files.readString(file))) {
            return new ScenarioReader(file, parser).scenario();
        } catch (IOException e) {
            throw new ScenarioException(file, "cannot be read: " + e + ".", e);
        } catch (JacksonException e) {
            String why = e.getOriginalMessage().lines().findFirst().orElse("").strip();
            throw e.getLocation() == null || e.getLocation().getLineNr() < 1
                    ? new ScenarioException(file, "cannot be read: " + why + ".", e)
                    : new ScenarioException(file, e.getLocation().getLineNr(), "this is no YAML: " + why + ".");
        }
    }

    private ScenarioFile scenario() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw refuse("a scenario is an object of seed, operations, brokers and disturbances.");
        }
        Long seed = null;
        Integer operations = null;
        Integer brokers = null;
        List<Entry> disturbances = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            switch (parser.currentName()) {
                case "seed" -> seed = number("seed", Long.MIN_VALUE, Long.MAX_VALUE);
                case "operations" -> operations = (int) number("operations", 2 * ScenarioFile.MARGIN, MOST_OPERATIONS);
                case "brokers" -> brokers = brokers();
                case "disturbances" -> disturbances = disturbances();
                default ->
                    throw refuse("a scenario has no member " + parser.currentName()
                            + "; it may have: brokers, disturbances, operations, seed.");
            }
        }
        if (disturbances == null || disturbances.isEmpty()) {
            throw new ScenarioException(file, "lists no disturbances; add at least one.", null);
        }
        ScenarioFile scenario = new ScenarioFile(seed, operations, brokers, disturbances);
        if (operations != null) {
            scenario.requireRoom(file, operations);
        }
        return scenario;
    }

    private int brokers() {
        parser.nextToken();
        boolean known = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && EmbeddedKafka.SIZES.contains(parser.getIntValue());
        if (!known) {
            throw refuse("brokers is 1 or 3, not " + shown() + ".");
        }
        return parser.getIntValue();
    }

    private List<Entry> disturbances() {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw refuse("disturbances is a list.");
        }
        List<Entry> entries = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            entries.add(entry());
        }
        return entries;
    }

    private Entry entry() {
        int line = line();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw refuse("an entry of disturbances is an object, such as {disturbance: kill relay, times: 2}.");
        }
        String name = null;
        int times = 0;
        List<Integer> at = List.of();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            switch (parser.currentName()) {
                case "disturbance" -> name = name();
                case "times" -> times = (int) number("times", 1, MOST_TIMES);
                case "at" -> at = points();
                default ->
                    throw refuse("a disturbance has no member " + parser.currentName()
                            + "; it may have: at, disturbance, times.");
            }
        }
        if (name == null) {
            throw new ScenarioException(file, line, "this entry names no disturbance; there are: " + known() + ".");
        }
        if (times > 0 && !at.isEmpty()) {
            throw new ScenarioException(file, line, "at says already how often; leave out times, or at.");
        }
        return new Entry(name, Math.max(1, times), at, line);
    }

    private String name() {
        parser.nextToken();
        String name = parser.currentToken().isScalarValue() ? parser.getString() : null;
        if (name == null || !names.contains(name)) {
            throw refuse("there is no disturbance " + (name == null ? "of this form" : name) + "; there are: " + known()
                    + ".");
        }
        return name;
    }

    private List<Integer> points() {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw refuse("at is a list of numbers of operations, such as [500, 1500].");
        }
        List<Integer> points = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            points.add((int) current("at", ScenarioFile.MARGIN, MOST_OPERATIONS));
        }
        if (points.isEmpty()) {
            throw refuse("at is empty; say a number of operations, or leave it out to have the points drawn.");
        }
        return points;
    }

    private long number(String member, long least, long most) {
        parser.nextToken();
        return current(member, least, most);
    }

    private long current(String member, long least, long most) {
        boolean whole = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
        if (!whole || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw refuse(member + " is a whole number, not " + shown() + ".");
        }
        long number = parser.getLongValue();
        if (number < least || number > most) {
            throw refuse(member + " is a number from " + least + " to " + most + ", not " + number + ".");
        }
        return number;
    }

    private String shown() {
        return parser.currentToken().isScalarValue() ? parser.getString() : "a list or an object";
    }

    private String known() {
        return String.join(", ", names);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private ScenarioException refuse(String sentence) {
        return new ScenarioException(file, line(), sentence);
    }
}

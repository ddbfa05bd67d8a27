package io.github.kesselevents.conformance.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The JSON form of entries. Bytes are written as text where they are UTF-8, so that a person can read a history, and as
 * {@code {"base64": …}} where they are not, so that nothing is lost.
 */
final class HistoryFormat {

    /** A record may hold 10 MB, escaped and in one string. */
    private static final int LONGEST_TEXT = 64 * 1024 * 1024;

    private static final String BASE64 = "base64";

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_TEXT)
                            .maxNestingDepth(10_000)
                            .build())
                    .build())
            .addModule(new SimpleModule("bytes")
                    .addSerializer(byte[].class, new BytesWriter())
                    .addDeserializer(byte[].class, new BytesReader()))
            .annotationIntrospector(new AllButNullable())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private HistoryFormat() {}

    /** What is wrong with a line, in words. */
    static String why(RuntimeException e) {
        String message = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
        return String.valueOf(message).lines().findFirst().orElse("it cannot be read");
    }

    /** A member of an entry must be there, and not be null, unless it is {@link Nullable}. */
    private static final class AllButNullable extends JacksonAnnotationIntrospector {

        @Override
        public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            return isOfEntry(member) ? Boolean.valueOf(!member.hasAnnotation(Nullable.class)) : null;
        }

        @Override
        public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
            boolean required = annotated instanceof AnnotatedMember member
                    && isOfEntry(member)
                    && !member.hasAnnotation(Nullable.class);
            return required ? JsonSetter.Value.forValueNulls(Nulls.FAIL) : super.findSetterInfo(config, annotated);
        }

        private static boolean isOfEntry(AnnotatedMember member) {
            return member.getDeclaringClass().getNestHost() == HistoryEntry.class;
        }
    }

    private static final class BytesWriter extends ValueSerializer<byte[]> {

        @Override
        public void serialize(byte[] bytes, JsonGenerator json, SerializationContext context) {
            try {
                json.writeString(
                        UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
            } catch (CharacterCodingException e) {
                json.writeStartObject();
                json.writeStringProperty(BASE64, Base64.getEncoder().encodeToString(bytes));
                json.writeEndObject();
            }
        }
    }

    private static final class BytesReader extends ValueDeserializer<byte[]> {

        @Override
        public byte[] deserialize(JsonParser json, DeserializationContext context) {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                return json.getString().getBytes(UTF_8);
            }
            JsonNode base64 = json.<JsonNode>readValueAsTree().path(BASE64);
            if (!base64.isString()) {
                return context.reportInputMismatch(this, "bytes are a string, or {\"base64\": a string}");
            }
            return Base64.getDecoder().decode(base64.stringValue());
        }
    }
}

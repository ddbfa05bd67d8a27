package io.github.kesselevents.schemas;

import com.networknt.schema.Schema;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** One JSON Schema of the contract, ready to check values. Thread-safe. */
final class ContractSchema {

    private final Predicate<JsonNode> quick;
    private final Schema validator;

    ContractSchema(Predicate<JsonNode> quick, Schema validator) {
        this.quick = quick;
        this.validator = validator;
    }

    /** What the schema has against a value, in the order of the value; empty when it matches. */
    List<SchemaFindings> findings(JsonNode value) {
        return quick.test(value) ? List.of() : SchemaFindings.of(validator.validate(value));
    }

    /** Whether the value is accepted without the validator. */
    boolean acceptsQuickly(JsonNode value) {
        return quick.test(value);
    }

    /** The validator alone. */
    Schema validator() {
        return validator;
    }
}

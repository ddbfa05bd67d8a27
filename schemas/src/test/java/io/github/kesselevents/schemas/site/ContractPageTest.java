package io.github.kesselevents.schemas.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kesselevents.schemas.EventContract;
import io.github.kesselevents.schemas.Operation;
import io.github.kesselevents.schemas.WireFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContractPageTest {

    private static final Path PAGE = Path.of("CONTRACT.md");

    @Test
    void thePageSaysWhatTheSchemasSay() throws Exception {
        String rendered = new ContractPage().render();
        if (System.getProperty("render") != null) {
            Files.writeString(PAGE, rendered);
        }

        assertThat(Files.readString(PAGE))
                .as(
                        "schemas/CONTRACT.md is stale. Renew it with \"%s\", read the difference, and commit it.",
                        ContractPage.RENEW)
                .isEqualTo(rendered);
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void theExamplesThatItTakesApartKeepTheContract(Operation operation) {
        assertThat(EventContract.of(WireFormat.CONNECT_JSON).check(ContractPage.record(operation)))
                .isEmpty();
    }
}

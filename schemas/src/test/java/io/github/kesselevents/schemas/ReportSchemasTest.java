package io.github.kesselevents.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the real API was seen to demand of reports. */
class ReportSchemasTest {

    private final ReportSchemas schemas = ReportSchemas.bundled();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    host       | hbi      | {"satellite_id":"1234567890","ansible_host":null,"extra":[1]} | {"workspace_id":"w"} |
                    host       | hbi      |                                    | {"workspace_id":"w","extra":"x"} |
                    host       | hbi      | {"satellite_id":"not-a-uuid"}      |                    | reporter /satellite_id: expected a uuid or text that matches ^[0-9]{10}$, but was "not-a-uuid"
                    host       | hbi      |                                    | {"extra":"x"}      | common /workspace_id: expected this member, but was absent
                    host       | nosuch   |                                    | {"workspace_id":"w"} | reporter nosuch does not report resource type host
                    nosuch     | hbi      |                                    | {"workspace_id":"w"} | reporter hbi does not report resource type nosuch
                    k8s_policy | acm      | {"disabled":false,"severity":"LOW"} |                   |
                    k8s_policy | acm      | {"disabled":false}                 | {"workspace_id":"w"} | reporter /severity: expected this member, but was absent
                    k8s_cluster | ocm     |                                    | {"workspace_id":"w"} |
                    service    | features | {"parent":"x"}                     |                    | reporter /parent: expected a uuid, but was "x"
                    service    | features |                                    | {"workspace_id":"w"} |
                    billing_account | features | {}                            |                    |
                    """)
    void aReportIsAcceptedOrItsFaultNamed(String type, String reporter, String data, String common, String problem) {
        assertThat(schemas.check(type, reporter, json(data), json(common)))
                .isEqualTo(problem == null ? List.of() : List.of(problem));
    }

    private static JsonNode json(String text) {
        return text == null ? null : Json.MAPPER.readTree(text);
    }
}

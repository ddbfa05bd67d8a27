package io.github.kesselevents.conformance.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kesselevents.fixtures.environment.EnvironmentException;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** What is said of properties that cannot be used, and what never is. */
class ClientPropertiesTest {

    private static final String JAAS = "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"kit\" password=\"s3cr3t-p4ss\"";

    @Test
    void whatIsSecretIsRepeatedByNobody() {
        ClientProperties properties =
                new ClientProperties(Map.of("sasl.jaas.config", JAAS, "ssl.truststore.password", "ch4ngeit"));

        assertThat(properties.explain(new KafkaException("No s3cr3t-p4ss, no ch4ngeit", new IOException(JAAS))))
                .isEqualTo("No …, no …: …");
    }

    @Test
    void theInnermostOfKafkasErrorsIsTold() {
        assertThat(new ClientProperties(Map.of())
                        .explain(new KafkaException(
                                "Failed to create new KafkaAdminClient",
                                new KafkaException("Failed to load", new IOException("no file")))))
                .isEqualTo("Failed to load: no file");
        assertThat(new ClientProperties(Map.of()).explain(new KafkaException("Failed")))
                .isEqualTo("Failed");
    }

    @Test
    void theAdviceIsOfTheCause() {
        assertThat(ClientProperties.advice(new SaslAuthenticationException("")))
                .isEqualTo("mend the user or the password in the client's properties");
        assertThat(ClientProperties.advice(new SslAuthenticationException(""))).contains("ssl.truststore.location");
        assertThat(ClientProperties.advice(new TopicAuthorizationException("")))
                .isEqualTo("allow the user to describe topics");
    }

    @Test
    void propertiesThatMakeNoClientAreOneSentence() {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", "localhost:1",
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", JAAS);

        assertThatThrownBy(() -> new TopicLog(properties, Pattern.compile("x")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("No client of the broker localhost:1 can be made of its properties (JAAS config entry not"
                        + " terminated by semi-colon); mend them in their file, as Kafka's own tools take them.");
    }
}

package io.github.kesselevents.conformance.recording;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/**
 * The settings of Kafka's clients, where one of them failed: what is said of that, without what is secret in them.
 *
 * @param all by name
 */
record ClientProperties(Map<String, Object> all) {

    private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|jaas|\\.key).*");
    private static final Pattern QUOTED = Pattern.compile("[\"']([^\"']+)[\"']");
    private static final String HIDDEN = "…";

    /** Why, as the innermost of Kafka's own errors tells it, with its cause. */
    String explain(Throwable failure) {
        Throwable told = failure;
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
            told = cause instanceof KafkaException || saysNothing(told) ? cause : told;
        }
        String why = String.valueOf(told.getMessage());
        return hidden(cause == told || cause.getMessage() == null ? why : why + ": " + cause.getMessage());
    }

    /** That a client was not made is known already. */
    private static boolean saysNothing(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("Failed to create new ");
    }

    /** What to do about it. */
    static String advice(Throwable failure) {
        if (failure instanceof SslAuthenticationException) {
            return "have its certificate be for that address, and the client's properties name who signs it, under"
                    + " ssl.truststore.location";
        }
        if (failure instanceof AuthenticationException) {
            return "mend the user or the password in the client's properties";
        }
        if (failure instanceof AuthorizationException) {
            return "allow the user to describe topics";
        }
        return "see that it runs, that its address is right, that the client's properties say the security.protocol"
                + " that it speaks, and that the user may describe topics";
    }

    private String hidden(String said) {
        return all.entrySet().stream()
                .filter(property -> SECRET.matcher(property.getKey()).matches())
                .map(property -> String.valueOf(property.getValue()))
                .flatMap(value -> Stream.concat(
                        Stream.of(value), QUOTED.matcher(value).results().map(ClientProperties::quoted)))
                .filter(secret -> !secret.isBlank())
                .reduce(said, (text, secret) -> text.replace(secret, HIDDEN));
    }

    private static String quoted(MatchResult result) {
        return result.group(1);
    }
}

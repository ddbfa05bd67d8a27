package io.github.kesselevents.conformance.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kesselevents.schemas.EventRecord;
import io.github.kesselevents.schemas.EventRecord.Header;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Headers of records. Those of tracing belong to a delivery, not to the event: a redelivery may carry others. */
final class Headers {

    private static final Set<String> TRACING =
            Set.of("traceparent", "tracestate", "baggage", "b3", "uber-trace-id", "x-request-id");

    private Headers() {}

    /** Whether two records carry the same headers in the same order, those of tracing aside. */
    static boolean same(EventRecord one, EventRecord other) {
        List<Header> a = withoutTracing(one);
        List<Header> b = withoutTracing(other);
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).name().equals(b.get(i).name())
                    || !Arrays.equals(a.get(i).value(), b.get(i).value())) {
                return false;
            }
        }
        return true;
    }

    /** For messages: {@code id=…, operation=created, txid=}. */
    static String show(EventRecord event) {
        return withoutTracing(event).stream()
                .map(header ->
                        header.name() + "=" + (header.value() == null ? "null" : new String(header.value(), UTF_8)))
                .collect(Collectors.joining(", "));
    }

    static List<Header> withoutTracing(EventRecord event) {
        List<Header> headers = event.headers();
        for (Header header : headers) {
            if (isTracing(header)) {
                return headers.stream().filter(any -> !isTracing(any)).toList();
            }
        }
        return headers;
    }

    private static boolean isTracing(Header header) {
        String name = header.name();
        return TRACING.contains(name.toLowerCase(Locale.ROOT)) || name.startsWith("x-b3-");
    }
}

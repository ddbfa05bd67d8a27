package io.github.kesselevents.conformance.check;

import java.time.Instant;
import java.time.LocalDate;

/** Reads instants. */
final class Instants {

    private static final int SECONDS_END = "2026-01-01T00:00:00".length();
    private static final int LONGEST = "2026-01-01T00:00:00.123456789Z".length();
    private static final int NANO_DIGITS = 9;

    private Instants() {}

    /**
     * The same as {@link Instant#parse}, ten times as fast for the form in which services write them:
     * {@code 2026-11-23T16:09:26.207090525Z}.
     *
     * @throws java.time.DateTimeException when the text is no instant
     */
    static Instant parse(String text) {
        int length = text.length();
        boolean usual = length > SECONDS_END
                && length <= LONGEST
                && length != SECONDS_END + 2
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && text.charAt(length - 1) == 'Z'
                && (length == SECONDS_END + 1 || text.charAt(SECONDS_END) == '.');
        int year = usual ? number(text, 0, 4) : -1;
        int month = usual ? number(text, 5, 7) : -1;
        int day = usual ? number(text, 8, 10) : -1;
        int hour = usual ? number(text, 11, 13) : -1;
        int minute = usual ? number(text, 14, 16) : -1;
        int second = usual ? number(text, 17, 19) : -1;
        int fraction = usual && length > SECONDS_END + 1 ? number(text, SECONDS_END + 1, length - 1) : 0;
        boolean ordinary = year >= 0
                && month >= 0
                && day >= 0
                && hour >= 0
                && hour < 24
                && minute >= 0
                && minute < 60
                && second >= 0
                && second < 60
                && fraction >= 0;
        if (!ordinary) {
            return Instant.parse(text);
        }
        for (int digits = length - SECONDS_END - 2; fraction > 0 && digits < NANO_DIGITS; digits++) {
            fraction *= 10;
        }
        long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3_600 + minute * 60 + second;
        return Instant.ofEpochSecond(seconds, fraction);
    }

    /** The number that these digits are; -1 when they are not all digits. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}

package io.github.kesselevents.schemas;

/** Formats of text that are certainly kept; other text may keep them, too. */
final class QuickFormats {

    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private QuickFormats() {}

    /** Eight, four, four, four and twelve hexadecimal digits. */
    static boolean isUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? c != '-' : !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    /** RFC 3339 in UTC, with a Z; without leap days and leap seconds, which are left to the validator. */
    static boolean isUtcInstant(String text) {
        int length = text.length();
        if (length < 20
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || text.charAt(length - 1) != 'Z') {
            return false;
        }
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        return number(text, 0, 4) >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= DAYS[month - 1]
                && between(number(text, 11, 13), 23)
                && between(number(text, 14, 16), 59)
                && between(number(text, 17, 19), 59)
                && (length == 20 || text.charAt(19) == '.' && length > 21 && number(text, 20, length - 1) >= 0);
    }

    private static boolean between(int number, int most) {
        return number >= 0 && number <= most;
    }

    /** The number that these digits write, whatever its size overflows to; -1 if one is no digit. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = (number * 10 + digit) & Integer.MAX_VALUE;
        }
        return number;
    }
}

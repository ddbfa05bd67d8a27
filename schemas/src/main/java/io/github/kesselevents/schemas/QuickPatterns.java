package io.github.kesselevents.schemas;

import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The patterns of the contract's schemas, each as a few comparisons of characters: a regular expression leaves a
 * matcher behind for every text. What is accepted here certainly matches; other text may match, too. A pattern that is
 * not known here is the regular expression that it is.
 */
final class QuickPatterns {

    private static final String SUBJECT = "/resources/";
    private static final String TYPE = "redhat.inventory.resources.";
    private static final int UUID = 36;
    private static final int MOST_DIGITS = 9;

    private QuickPatterns() {}

    static Predicate<String> of(String pattern) {
        return switch (pattern) {
            case "^[a-z0-9_]+$" -> text -> isName(text, 0, text.length());
            case "^[a-z0-9_-]+$" ->
                text -> !text.isEmpty() && all(text, 0, text.length(), c -> isOfName(c) || c == '-');
            case "^/resources/[a-z0-9_]+/[0-9a-f-]{36}$" -> QuickPatterns::isSubject;
            case "^redhat\\.inventory\\.resources\\.[a-z0-9_]+\\.created$" -> text -> isType(text, ".created");
            case "^redhat\\.inventory\\.resources\\.[a-z0-9_]+\\.updated$" -> text -> isType(text, ".updated");
            case "^[^.]*(\\.[0-9]{0,8}[1-9](Z|[+-].*))?$" -> QuickPatterns::isWithoutTrailingZeros;
            case "^\\S([\\s\\S]*\\S)?$" -> text -> isPrinted(text, c -> true);
            case "^[^A-Z\\s]([^A-Z]*[^A-Z\\s])?$" -> text -> isPrinted(text, c -> c < 'A' || c > 'Z');
            default -> Pattern.compile(pattern).asPredicate();
        };
    }

    private static boolean isName(String text, int from, int to) {
        return from < to && all(text, from, to, QuickPatterns::isOfName);
    }

    private static boolean isOfName(int c) {
        return c >= 'a' && c <= 'z' || isDigit(c) || c == '_';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSubject(String text) {
        int id = text.length() - UUID;
        return text.startsWith(SUBJECT)
                && id > SUBJECT.length()
                && text.charAt(id - 1) == '/'
                && isName(text, SUBJECT.length(), id - 1)
                && all(text, id, text.length(), c -> isDigit(c) || c >= 'a' && c <= 'f' || c == '-');
    }

    private static boolean isType(String text, String end) {
        return text.startsWith(TYPE) && text.endsWith(end) && isName(text, TYPE.length(), text.length() - end.length());
    }

    /** An instant in UTC whose fraction, if there is one, ends with another digit than 0. */
    private static boolean isWithoutTrailingZeros(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            return isPrinted(text, c -> true);
        }
        int last = text.length() - 1;
        int digits = last - dot - 1;
        return digits >= 1
                && digits <= MOST_DIGITS
                && text.charAt(last) == 'Z'
                && text.charAt(last - 1) != '0'
                && all(text, dot + 1, last, QuickPatterns::isDigit);
    }

    /** Text of ASCII without white space and control characters. */
    private static boolean isPrinted(String text, IntPredicate rule) {
        return !text.isEmpty() && all(text, 0, text.length(), c -> c > ' ' && c < 0x7F && rule.test(c));
    }

    private static boolean all(String text, int from, int to, IntPredicate rule) {
        for (int i = from; i < to; i++) {
            if (!rule.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}

package io.github.kesselevents.conformance.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Other strings for strings: the same for the same, another for another, and of the same form, so that a schema and a
 * relay treat both alike. Without the key nobody finds out what they stand for. Not thread-safe.
 */
final class Pseudonyms {

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{6,}");
    /** A member of an enumeration, which tells nothing that the schema does not. */
    private static final Pattern NAME_OF_A_CONSTANT = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");

    private static final String PREFIX = "redacted-";
    private static final int DIGEST = 12;

    private final Mac mac;

    /** @param key at random, and thrown away, or kept where several histories must agree */
    Pseudonyms(byte[] key) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /**
     * A string to show instead. As long as the original where that is longer; an empty string, a name in capitals and a
     * string that reads "null" stay as they are.
     */
    String of(String original) {
        if (original.isEmpty()
                || original.equalsIgnoreCase("null")
                || NAME_OF_A_CONSTANT.matcher(original).matches()) {
            return original;
        }
        byte[] digest = mac.doFinal(original.getBytes(UTF_8));
        if (UUID_FORM.matcher(original).matches()) {
            return UUID.nameUUIDFromBytes(digest).toString();
        }
        if (DIGITS.matcher(original).matches()) {
            return digits(digest, original.length());
        }
        String pseudonym = PREFIX + HexFormat.of().formatHex(digest).substring(0, DIGEST);
        return pseudonym + ".".repeat(Math.max(0, original.length() - pseudonym.length()));
    }

    private static String digits(byte[] digest, int length) {
        StringBuilder digits = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            digits.append(Math.floorMod(digest[i % digest.length], 10));
        }
        return digits.toString();
    }
}

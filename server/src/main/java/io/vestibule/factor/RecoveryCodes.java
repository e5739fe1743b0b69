package io.vestibule.factor;

import io.vestibule.secret.Tokens;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Codes to get in without the app, each good once: 120 random bits, so that a fast hash keeps them (ASVS 6.5.2), and they outlive
 * a change or loss of the master key. Written {@code abcdef-ghijkl-mnopqr-stuvwx}; case, hyphens and spaces don't matter.
 */
public record RecoveryCodes(List<String> texts) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NUMBER = 10;
    private static final int BYTES = 15;
    private static final Pattern FORM = Pattern.compile("[A-Za-z2-7]{24}");

    public RecoveryCodes {
        texts = List.copyOf(texts);
    }

    /** Ten new ones. */
    public static RecoveryCodes fresh() {
        return new RecoveryCodes(
                Stream.generate(RecoveryCodes::text).limit(NUMBER).toList());
    }

    private static String text() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return fold(Base32.encode(bytes)).replaceAll("(.{6})(?!$)", "$1-");
    }

    /** What is stored of them. */
    List<byte[]> hashes() {
        return texts.stream()
                .map(text -> Tokens.hash(fold(text.replace("-", ""))))
                .toList();
    }

    /** The hash of what somebody typed without hyphens and spaces; empty if it can't be a recovery code. */
    static Optional<byte[]> hash(String typed) {
        return FORM.matcher(typed).matches() ? Optional.of(Tokens.hash(fold(typed))) : Optional.empty();
    }

    /** ASCII only: no other letter becomes one of these. */
    private static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.chars().forEach(c -> folded.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)));
        return folded.toString();
    }

    /** Without the codes. */
    @Override
    public String toString() {
        return "RecoveryCodes[redacted]";
    }
}

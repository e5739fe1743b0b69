package io.vestibule.operator;

import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of an API key: {@code vst_} and 256 random bits as base64url, so that scanners of source code recognise one, and a fast hash
 * keeps it.
 */
public record ApiKeyText(Secret secret) {
    private static final Pattern FORM = Pattern.compile("vst_[A-Za-z0-9_-]{43}");
    private static final int PREFIX = 12;

    /** A new one. */
    public static ApiKeyText random() {
        return new ApiKeyText(Secret.of("vst_" + Tokens.random()));
    }

    /** The key; empty if the text is none. */
    static Optional<ApiKeyText> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new ApiKeyText(Secret.of(text))) : Optional.empty();
    }

    /** How it begins: 8 of its 43 random characters. */
    String prefix() {
        return secret.reveal().substring(0, PREFIX);
    }

    byte[] hash() {
        return Tokens.hash(secret.reveal());
    }
}

package io.vestibule.password.legacy;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Texts without a scheme's name that are known by their shape. */
enum Nameless {
    /** 32 and 128 hexadecimal digits. */
    BETTER_AUTH("[0-9a-f]{32}:[0-9a-f]{128}"),
    /** The digits of MD5, and a salt. */
    JOOMLA("[0-9a-f]{32}:[!-~]{1,128}"),
    /** Base64 of bytes of which the first is the version, 1 or 0; after a 1 stands a digest's small number. */
    ASP_NET("AQAAAA[A-Za-z0-9+/]{50,300}={0,2}|A[A-P][A-Za-z0-9+/]{64}={0,2}"),
    NONE("");

    private final Pattern shape;

    Nameless(String shape) {
        this.shape = Pattern.compile(shape);
    }

    static Nameless of(String text) {
        return Arrays.stream(values())
                .filter(one -> one.shape.matcher(text).matches())
                .findFirst()
                .orElse(NONE);
    }
}

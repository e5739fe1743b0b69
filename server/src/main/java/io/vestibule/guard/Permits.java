package io.vestibule.guard;

/**
 * What an attempt takes from the limits before it may go on: all of it or nothing. The fields are the arguments of the
 * database function {@code acquire}, as array literals.
 */
public record Permits(String keys, String spacings, String bursts) {
    /** Of a step whose attempt has its permits. */
    public static final Permits NONE = new Permits("{}", "{}", "{}");
}

package io.vestibule.password;

/** A hash that somebody wants to store. */
public sealed interface ExaminedHash {
    /**
     * It can be verified.
     *
     * @param text  as it is to be stored
     * @param kind  scheme and cost
     * @param expensive whether it may take longer than ours, with some password
     */
    record Usable(String text, String kind, boolean expensive) implements ExaminedHash {}

    /** It says that there is no password. */
    record NoPassword() implements ExaminedHash {}

    /** It can't, or must not. */
    record Unusable(String reason) implements ExaminedHash {}
}

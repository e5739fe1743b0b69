package io.vestibule.transfer;

import io.vestibule.customer.ProfileSchema;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the fields of a line are called. */
final class FieldNames {
    static final String ERROR_LINE = "errorLine";
    static final String ERROR_REASON = "errorReason";
    static final String ERROR_TEXT = "errorText";
    /** Of systems whose bans end; none of ours, since nobody is disabled until a time here. */
    static final String BANNED_UNTIL = "bannedUntil";
    /** An error file can be mended and imported: what it adds to its lines is read over. */
    static final Set<String> OF_ERROR_FILES = Set.of(ERROR_LINE, ERROR_REASON);

    /** What a customer is, beside the attributes of the profile; in the order of an export. */
    static final List<String> CORE = List.of(
            "id",
            "accountId",
            "account",
            "primary",
            "email",
            "emailLogin",
            "username",
            "passwordHash",
            "passwordOrigin",
            "passwordUntil",
            "verifiedAt",
            "language",
            "disabled",
            "createdAt");

    private static final Set<String> OF_NO_PROFILE = Stream.of(CORE, OF_ERROR_FILES, Set.of(BANNED_UNTIL))
            .flatMap(Collection::stream)
            .collect(Collectors.toUnmodifiableSet());

    private FieldNames() {}

    /** Whether it may be an attribute of the profile. */
    static boolean isOfProfile(String name) {
        return !OF_NO_PROFILE.contains(name);
    }

    /** What columns may be called. */
    static Set<String> ofColumns(ProfileSchema schema) {
        Set<String> names = new HashSet<>(CORE);
        names.addAll(OF_ERROR_FILES);
        names.addAll(schema.attributes());
        return names;
    }
}

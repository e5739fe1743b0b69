package io.vestibule.transfer;

import io.vestibule.password.PasswordHasher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The kinds of password hashes that customers bring, as far as a refusal will have to cost as much as one of them. */
final class HashKinds {
    private final PasswordHasher hasher;
    /** By kind: a hash of it that no password matches. */
    private final Map<String, String> decoys = new HashMap<>();

    HashKinds(PasswordHasher hasher) {
        this.hasher = hasher;
    }

    /** Those among these customers, each with a hash that no password matches. */
    Map<String, String> of(List<NewRow> made) {
        Map<String, String> found = new HashMap<>();
        for (NewRow row : made) {
            ImportedPassword password = row.entry.password();
            if (password != null && password.kind() != null) {
                found.put(
                        password.kind(),
                        decoys.computeIfAbsent(password.kind(), kind -> hasher.decoyLike(password.hash())));
            }
        }
        return found;
    }
}

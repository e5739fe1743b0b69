package io.vestibule.password;

import io.vestibule.password.argon2.InstructionSet;
import io.vestibule.password.legacy.LegacyFormats;
import io.vestibule.password.legacy.LegacyHash;
import io.vestibule.password.legacy.Peppers;
import io.vestibule.password.legacy.Preparation;
import io.vestibule.password.legacy.UnusableHashException;

/** Examines hashes that come from elsewhere, before they are stored: whether they can be verified, and at which cost. */
final class HashExaminer {
    private static final String OURS = Preparation.OURS.prefix();

    private final LegacyFormats legacy;
    private final Peppers peppers;
    private final HashSource source;

    HashExaminer(LegacyFormats legacy, Peppers peppers, HashSource source) {
        this.legacy = legacy;
        this.peppers = peppers;
        this.source = source;
    }

    ExaminedHash examine(String text) {
        if (LegacyFormats.noPassword(text)) {
            return new ExaminedHash.NoPassword();
        }
        try {
            LegacyHash hash = legacy.read(source.complete(text, peppers), source.before());
            if (hash.preparations().getFirst().peppers().stream()
                    .anyMatch(id -> peppers.secret(id).isEmpty())) {
                return new ExaminedHash.Unusable("a password hash made with a secret that isn't here");
            }
            String tooExpensive = hash.tooExpensive();
            return tooExpensive == null
                    ? new ExaminedHash.Usable(stored(hash.text()), hash.kind(), expensive(hash))
                    : new ExaminedHash.Unusable("a password hash that is too expensive to verify: " + tooExpensive);
        } catch (UnusableHashException e) {
            return new ExaminedHash.Unusable(String.valueOf(e.getMessage()));
        }
    }

    private boolean expensive(LegacyHash hash) {
        double most = hash.effort(StoredHash.Foreign.LONGEST_PASSWORD)
                * hash.preparations().size();
        return hash.nanos() * most > Argon2Cost.TODAY.nanos(InstructionSet.AVX512.nanosPerMebibyte());
    }

    private static String stored(String text) {
        String phc = text.startsWith(OURS) ? text.substring(OURS.length()) : "";
        return PhcString.isOurs(phc) ? phc : text;
    }
}

package io.vestibule.transfer;

import io.vestibule.password.PasswordHasher;
import io.vestibule.password.PasswordHasher.Examined;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps track of the dearest kind of password hash that a portal's customers have: what a refusal there will cost. */
final class Dearest {
    private final PasswordHasher hasher;
    private long nanos;
    private long raised;

    /**
     * @param dearestHash the portal's so far; null: our own
     */
    Dearest(PasswordHasher hasher, @Nullable String dearestHash) {
        this.hasher = hasher;
        this.nanos =
                hasher.examine(dearestHash == null ? hasher.decoy() : dearestHash) instanceof Examined.Usable usable
                        ? usable.nanos()
                        : 0;
    }

    /** A decoy of the dearest kind among these, if it is dearer than what is stored; else null. */
    @Nullable
    String raisedBy(List<NewRow> made) {
        Entry.Password dearest = null;
        raised = nanos;
        for (NewRow row : made) {
            Entry.Password password = row.entry.password();
            if (password != null && password.nanos() > raised) {
                raised = password.nanos();
                dearest = password;
            }
        }
        return dearest == null ? null : hasher.decoyLike(dearest.hash());
    }

    /** What was raised last is stored. */
    void stored() {
        nanos = raised;
    }
}

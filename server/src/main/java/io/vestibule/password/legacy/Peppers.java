package io.vestibule.password.legacy;

import java.util.Optional;

/** The secrets that other systems mixed into passwords before they hashed them. */
public interface Peppers {
    /** Where there is none. */
    Peppers NONE = id -> Optional.empty();

    /** The secret of this id, if it is here. */
    Optional<byte[]> secret(String id);
}

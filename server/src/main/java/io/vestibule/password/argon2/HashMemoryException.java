package io.vestibule.password.argon2;

/** The system has no memory for a hash. */
public final class HashMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public HashMemoryException(long bytes) {
        super("The system has no " + bytes + " bytes for a password hash");
    }
}

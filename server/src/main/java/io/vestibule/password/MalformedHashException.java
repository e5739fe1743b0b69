package io.vestibule.password;

/** A fault of the store: what stands there as a password hash is none. The message shows nothing of it. */
public final class MalformedHashException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedHashException() {
        super(
                "A stored password hash is neither an Argon2id PHC string ($argon2id$v=19$m=…,t=…,p=…$salt$hash) nor of a scheme"
                        + " that can be imported");
    }
}

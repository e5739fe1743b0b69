package io.vestibule.branding;

/** A file can be no logo. The message says why, to follow on "it can't be, since". */
public final class BadLogoException extends Exception {
    private static final long serialVersionUID = 1L;

    BadLogoException(String message) {
        super(message);
    }
}

package io.vestibule.http.server;

/** A request that can't be read. */
final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1;

    private final Rejection rejection;

    BadRequestException(Rejection rejection) {
        super(rejection.name(), null, false, false);
        this.rejection = rejection;
    }

    Rejection rejection() {
        return rejection;
    }
}

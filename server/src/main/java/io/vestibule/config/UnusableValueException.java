package io.vestibule.config;

/** A value that can't be used, for a reason that is told: the message quotes nothing secret and completes the setting's name. */
final class UnusableValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnusableValueException(String reason) {
        super(reason);
    }
}

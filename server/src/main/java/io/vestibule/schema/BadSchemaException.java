package io.vestibule.schema;

/** A schema that can't be used. The message names the place, as a JSON pointer, and the reason. */
public final class BadSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String pointer;

    /** @param pointer where in the schema (RFC 6901); empty for the whole */
    public BadSchemaException(String pointer, String reason) {
        super(pointer.isEmpty() ? reason : pointer + ": " + reason);
        this.pointer = pointer;
    }

    /** Where in the schema (RFC 6901); empty for the whole. */
    public String pointer() {
        return pointer;
    }
}

package io.vestibule.transfer;

import io.vestibule.json.Json;

/** A record as its file has it, for the error file. */
sealed interface Raw {

    /** The text. */
    byte[] utf8();

    /** Roughly how many bytes it is. */
    int weight();

    static Raw of(byte[] text) {
        return new Text(text);
    }

    static Raw of(Json.Object object, int weight) {
        return new Parsed(object, weight);
    }

    /** A text, broken or not. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Text(byte[] utf8) implements Raw {
        @Override
        public int weight() {
            return utf8.length;
        }
    }

    /** An object, printed if it is asked for. */
    record Parsed(Json.Object object, int weight) implements Raw {
        @Override
        public byte[] utf8() {
            return object.utf8();
        }
    }
}

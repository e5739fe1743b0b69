package io.vestibule.transfer;

import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** The records of another system's file, one after the other, each an object of that system's own names. */
interface Records {

    /** The next record; null at the end of the file. */
    @Nullable
    One next();

    /** How much of the file is read. */
    long bytes();

    /**
     * A record, or what is broken in its place.
     *
     * @param list   the list that it stands in, where a file has several
     * @param object null where there is a fault
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record One(
            long line,
            String list,
            Json.@Nullable Object object,
            byte[] text,
            @Nullable String fault) {

        static One of(long line, Json.Object object, byte[] text) {
            return new One(line, "", object, text, null);
        }

        static One broken(long line, byte[] text, String fault) {
            return new One(line, "", null, text, fault);
        }

        /** Reads JSON. */
        static One parsed(long line, String list, byte[] text) {
            try {
                if (!(Json.parse(text) instanceof Json.Object object)) {
                    return broken(line, text, "The record is no JSON object.");
                }
                return object.get(FieldNames.ERROR_TEXT) == null
                        ? new One(line, list, object, text, null)
                        : broken(line, text, Fields.STILL_BROKEN);
            } catch (MalformedJsonException e) {
                return broken(line, text, "The record is not JSON: " + e.getMessage() + ".");
            }
        }
    }
}

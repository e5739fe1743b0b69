package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the files of another system hold: which of their records are customers, and what those are here. */
interface OtherSystem {

    /** Names of which its customers' records have at least one. */
    Set<String> marks();

    /** The lists of a JSON document, by name at its top; none: the document is a list. */
    default Set<String> lists() {
        return Set.of();
    }

    /** The same of lists whose records tell more of customers who stand elsewhere. */
    default Set<String> sideLists() {
        return Set.of();
    }

    /** Names of which records that tell more of a customer have at least one, where they have a file of their own. */
    default Set<String> sideMarks() {
        return Set.of();
    }

    /** The records of a file in a form of its own; null: it is JSON, or a database's table. */
    default @Nullable Records records(InputStream file) {
        return null;
    }

    /** What a record tells of customers who stand elsewhere. */
    default void side(Json.Object record, SideRows rows) {}

    /** By what the rows of {@link #side} find a customer; null: by nothing. */
    default @Nullable String key(Json.Object record) {
        return null;
    }

    /**
     * A customer here.
     *
     * @param side what other records tell of them, by name
     */
    Mapped map(Json.Object record, Map<String, List<String>> side);

    /** Where a record tells something of a customer who stands elsewhere. */
    interface SideRows {
        /** A value of a customer, by their key. */
        void put(String key, String name, String value);

        /** The same of what has a place only if the portal's schema has an attribute of the name. */
        void more(String key, String name, String value);
    }
}

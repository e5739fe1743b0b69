package io.vestibule.customer;

import org.jspecify.annotations.Nullable;

/**
 * Whom an operator looks for in a portal: by how a thing begins, in its order, a page at a time. Whichever page it is, it takes one look-up
 * in an index.
 *
 * @param by     the thing; null: all customers, by id
 * @param prefix how it begins, in any case
 * @param after  the last of the page before; null for the first page
 */
public record CustomerLookup(
        @Nullable By by, String prefix, @Nullable After after, int limit) {

    /** What customers are looked for by. */
    public enum By {
        /** The contact address. */
        EMAIL,
        USERNAME,
        /** First name, blank, last name. */
        NAME,
        LAST_NAME,
        /** As in E.164. */
        PHONE
    }

    /**
     * Where a page ended.
     *
     * @param key what was looked for by, folded
     */
    public record After(String key, long id) {}

    /** A customer, and the key that a page goes on behind. */
    public record Match(Customer customer, String key) {}
}

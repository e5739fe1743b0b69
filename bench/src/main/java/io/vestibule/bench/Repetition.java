package io.vestibule.bench;

import java.util.List;

/**
 * How pgbench repeats a statement of the product with other values each time.
 *
 * @param choose     pgbench's own lines that choose the values, before each run of the statement
 * @param variations what stands for the parameters that differ from request to request, in order of precedence
 */
record Repetition(List<String> choose, List<Variation> variations) {

    /**
     * An SQL expression for the parameters whose value looks so.
     *
     * @param value      a regular expression
     * @param expression null: the value of the request that was recorded is as good as any
     */
    record Variation(
            String value, @org.jspecify.annotations.Nullable String expression) {}

    static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    static final String UUIDS = "\\{" + UUID + "(," + UUID + ")*\\}";
    static final String BYTES = "\\\\x[0-9a-f]*";
    static final String BYTES_ARRAY = "\\{\"" + "\\\\" + BYTES + "\"\\}";
    static final String NUMBER = "[0-9]+";
    static final String ADDRESS = "[^@{]+@[^@]+";
    /** The context of an audited event, alone or in an array: it holds the request's id. */
    static final Variation AUDIT_CONTEXT = new Variation("\\{.*\\\\?\"request\\\\?\":.*\\}", null);
}

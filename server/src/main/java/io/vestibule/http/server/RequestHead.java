package io.vestibule.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request line and its headers, in the bytes as they came. A header becomes text when it is asked for: most never are. */
final class RequestHead {
    private static final int[] NO_FIELDS = {};
    private static final byte[] NO_BYTES = {};

    /** Of a connection that hasn't sent any. */
    static final RequestHead NONE = broken("", "");

    private final String method;
    private final String target;
    private final int minor;
    private final byte[] bytes;
    private final int[] fields;
    private final int count;

    /**
     * @param minor  of the version HTTP/1.minor
     * @param fields four offsets a header: where its name and its value begin and end
     * @param count  of headers
     */
    RequestHead(String method, String target, int minor, byte[] bytes, int[] fields, int count) {
        this.method = method;
        this.target = target;
        this.minor = minor;
        this.bytes = bytes;
        this.fields = fields;
        this.count = count;
    }

    String method() {
        return method;
    }

    String target() {
        return target;
    }

    int minor() {
        return minor;
    }

    /** What could be read of a head that is rejected. */
    static RequestHead broken(String method, String target) {
        return new RequestHead(method, target, 1, NO_BYTES, NO_FIELDS, 0);
    }

    /** The first value of a header, or null. */
    @Nullable
    String first(String name) {
        int found = find(name, 0);
        return found < 0 ? null : value(found);
    }

    /** Every value, one for each line. */
    List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (int i = find(name, 0); i >= 0; i = find(name, i + 1)) {
            values.add(value(i));
        }
        return values;
    }

    /** Whether a list header has this member (RFC 9110 section 5.6.1), in any case. */
    boolean lists(String name, String member) {
        for (int i = find(name, 0); i >= 0; i = find(name, i + 1)) {
            for (String part : value(i).split(",", -1)) {
                if (part.strip().equalsIgnoreCase(member)) {
                    return true;
                }
            }
        }
        return false;
    }

    private int find(String name, int from) {
        for (int i = from; i < count; i++) {
            if (isNamed(i, name)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isNamed(int field, String name) {
        int start = fields[4 * field];
        if (fields[4 * field + 1] - start != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (lower(bytes[start + i]) != lower((byte) name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    private String value(int field) {
        int start = fields[4 * field + 2];
        return new String(bytes, start, fields[4 * field + 3] - start, ISO_8859_1);
    }
}

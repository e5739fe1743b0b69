package io.vestibule.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entries of an LDIF file, between empty lines: lists of values by attribute, in small letters and without options. A line that
 * begins with a blank goes on with the one before; two colons stand before base64.
 */
final class LdifRecords implements Records {
    private static final int LONGEST_LINE = 1024 * 1024;
    private static final int LONGEST_ENTRY = 4 * 1024 * 1024;

    private final Lines lines;

    LdifRecords(InputStream file) {
        this.lines = new Lines(file, false);
    }

    @Override
    public @Nullable One next() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        List<byte[]> unfolded = new ArrayList<>();
        long begun = 0;
        boolean tooLong = false;
        boolean noted = false;
        for (byte[] line = lines.next(LONGEST_LINE); ; line = lines.next(LONGEST_LINE)) {
            if (line == null || line.length == 0) {
                if (!unfolded.isEmpty()) {
                    return tooLong
                            ? One.broken(begun, text.toByteArray(), "The entry is too long.")
                            : entry(begun, text.toByteArray(), unfolded);
                } else if (line == null) {
                    return null;
                }
                continue;
            }
            boolean goesOn = line[0] == ' ';
            noted = goesOn ? noted : isNote(line);
            if (noted) {
                continue;
            }
            boolean folded = goesOn && !unfolded.isEmpty();
            begun = unfolded.isEmpty() ? lines.number() : begun;
            tooLong |= lines.wasCut() || text.size() + line.length > LONGEST_ENTRY;
            if (!tooLong) {
                text.writeBytes(line);
                text.write('\n');
                add(unfolded, line, folded);
            }
        }
    }

    /** A comment, or the file's version. */
    private static boolean isNote(byte[] line) {
        return line[0] == '#' || new String(line, UTF_8).startsWith("version:");
    }

    private static void add(List<byte[]> unfolded, byte[] line, boolean folded) {
        if (!folded) {
            unfolded.add(line);
            return;
        }
        byte[] first = unfolded.removeLast();
        byte[] whole = Arrays.copyOf(first, first.length + line.length - 1);
        System.arraycopy(line, 1, whole, first.length, line.length - 1);
        unfolded.add(whole);
    }

    private static One entry(long line, byte[] text, List<byte[]> unfolded) {
        LinkedHashMap<String, List<Json>> values = new LinkedHashMap<>();
        for (byte[] bytes : unfolded) {
            String attribute = Utf8.decode(bytes).orElse(null);
            int colon = attribute == null ? -1 : attribute.indexOf(':');
            if (attribute == null || colon < 1) {
                return One.broken(line, text, "The entry has a line that is no attribute and its value.");
            }
            String name = attribute.substring(0, colon).replaceFirst(";.*", "").toLowerCase(Locale.ROOT);
            if (name.equals("dn") && values.containsKey("dn")) { // whose are the attributes?
                return One.broken(
                        line, text, "The entry has a second dn: an empty line between two entries is missing.");
            }
            Optional<String> value = value(attribute.substring(colon + 1));
            if (value.isEmpty()) {
                return One.broken(line, text, "The attribute " + attribute.substring(0, colon) + " is broken base64.");
            }
            values.computeIfAbsent(name, key -> new ArrayList<>()).add(Json.of(value.get()));
        }
        LinkedHashMap<String, Json> fields = new LinkedHashMap<>();
        values.forEach((name, items) -> fields.put(name, new Json.Array(items)));
        return One.of(line, new Json.Object(fields), text);
    }

    /** What follows the first colon. Bytes that are no text (a photograph) stay base64. */
    private static Optional<String> value(String after) {
        if (!after.startsWith(":")) {
            return Optional.of(after.strip());
        }
        String base64 = after.substring(1).strip();
        try {
            return Optional.of(Utf8.decode(Base64.getDecoder().decode(base64)).orElse(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public long bytes() {
        return lines.bytes();
    }
}

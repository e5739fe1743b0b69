package io.vestibule.transfer;

import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers of another system's API, as they were received, one after the other: each begins with a brace at the beginning of a line,
 * as compact and indented JSON both do. A broken one costs itself; reading goes on with the next.
 */
final class PagePieces implements Pieces {
    private static final int LONGEST_PAGE = 4 * 1024 * 1024;

    private final Lines lines;
    private final Mapping mapping;
    private byte @Nullable [] ahead;

    /** How an answer's customers are told in our format. */
    interface Mapping {
        /** The customers of an answer, or the answer itself if it is one customer. */
        List<Json> customers(Json.Object page);

        /** A customer by our names. What isn't of ours is left out, what can't be read is kept, to be refused. */
        Map<String, Json> fields(Json.Object customer);
    }

    PagePieces(Lines lines, Mapping mapping) {
        this.lines = lines;
        this.mapping = mapping;
        ahead = lines.next(LONGEST_PAGE);
    }

    @Override
    public @Nullable List<Told> next() {
        if (ahead == null) {
            return null;
        }
        long start = lines.number();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (byte[] line = ahead; line != null; ) {
            tooLong |= lines.wasCut() || text.size() + line.length > LONGEST_PAGE;
            if (!tooLong) {
                text.writeBytes(line);
                text.write('\n');
            }
            line = lines.next(LONGEST_PAGE);
            ahead = line;
            if (line != null && line.length > 0 && line[0] == '{') {
                break;
            }
        }
        byte[] page = text.toByteArray();
        if (tooLong) {
            return List.of(Told.broken(start, new byte[0], "The page is longer than " + LONGEST_PAGE + " bytes."));
        }
        return page.length == 1 ? List.of() : read(start, page);
    }

    private List<Told> read(long start, byte[] page) {
        try {
            if (!(Json.parse(page) instanceof Json.Object object)) {
                return List.of(Told.broken(start, page, "The page is no JSON object."));
            }
            List<Told> told = new ArrayList<>();
            for (Json customer : mapping.customers(object)) {
                told.add(
                        customer instanceof Json.Object fields
                                ? Told.of(start, customer.utf8(), mapping.fields(fields))
                                : Told.broken(start, customer.utf8(), "A customer is no JSON object."));
            }
            return told;
        } catch (MalformedJsonException e) {
            return List.of(Told.broken(start, page, "The page is not JSON: " + e.getMessage() + "."));
        }
    }

    @Override
    public long bytes() {
        return lines.bytes();
    }
}

package io.vestibule.transfer;

import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private long count;
    private boolean ended;

    /** How an answer's customers are told in our format. */
    interface Mapping {
        /** The customers of an answer, or the answer itself if it is one customer. */
        Page page(Json.Object answer);

        /** A customer by our names. What isn't of ours is left out, what can't be read is kept, to be refused. */
        Mapped fields(Json.Object customer);

        /** What is missing, once all answers were read: a sentence. */
        Optional<String> missing();
    }

    /**
     * What an answer holds.
     *
     * @param faults why customers of it, or before it, are missing: sentences
     */
    record Page(List<Json> customers, List<String> faults) {
        static Page of(List<Json> customers) {
            return new Page(customers, List.of());
        }

        static Page none(String fault) {
            return new Page(List.of(), List.of(fault));
        }
    }

    PagePieces(Lines lines, Mapping mapping) {
        this.lines = lines;
        this.mapping = mapping;
        ahead = lines.next(LONGEST_PAGE);
    }

    @Override
    public @Nullable List<SourceRecord> next() {
        if (ahead == null) {
            return end();
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
        if (!tooLong && page.length == 1) {
            return List.of();
        }
        count++;
        return tooLong
                ? List.of(broken(start, new byte[0], " is longer than " + LONGEST_PAGE + " bytes."))
                : read(start, page);
    }

    private @Nullable List<SourceRecord> end() {
        Optional<String> missing = ended ? Optional.empty() : mapping.missing();
        ended = true;
        return missing.map(sentence -> List.of(SourceRecord.broken(lines.number(), new byte[0], sentence)))
                .orElse(null);
    }

    private SourceRecord broken(long line, byte[] raw, String what) {
        return SourceRecord.broken(line, raw, "Page " + count + what);
    }

    private List<SourceRecord> read(long start, byte[] text) {
        try {
            if (!(Json.parse(text) instanceof Json.Object answer)) {
                return List.of(broken(start, text, " is no JSON object."));
            }
            if (answer.get(FieldNames.ERROR_TEXT) != null) {
                return List.of(SourceRecord.broken(start, text, Fields.STILL_BROKEN));
            }
            Page page = mapping.page(answer);
            List<SourceRecord> records = new ArrayList<>();
            for (String fault : page.faults()) {
                records.add(broken(start, page.customers().isEmpty() ? text : new byte[0], fault));
            }
            for (Json customer : page.customers()) {
                records.add(
                        customer instanceof Json.Object fields
                                ? SourceRecord.of(
                                        start,
                                        Raw.of(
                                                fields,
                                                text.length / page.customers().size()),
                                        mapping.fields(fields))
                                : broken(start, customer.utf8(), " holds a customer that is no JSON object."));
            }
            return records;
        } catch (MalformedJsonException e) {
            return List.of(broken(start, text, " is not JSON: " + e.getMessage() + "."));
        }
    }

    @Override
    public long bytes() {
        return lines.bytes();
    }
}

package io.vestibule.transfer;

import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The records of a JSON document: the elements of its arrays. */
final class JsonRecords implements Records {
    static final int LONGEST_RECORD = 4 * 1024 * 1024;

    private final JsonElements elements;
    private final @Nullable Set<String> wanted;

    /**
     * The records of a file.
     *
     * @param lists  the lists that hold them, by name
     * @param wanted lists of which they are told; null: of all, and of a document that is a list or a record itself
     */
    JsonRecords(InputStream file, Set<String> lists, @Nullable Set<String> wanted) {
        this.elements = new JsonElements(file, lists, LONGEST_RECORD);
        this.wanted = wanted;
    }

    @Override
    public @Nullable One next() {
        JsonElements.Element element = elements.next();
        while (element != null && wanted != null && !wanted.contains(element.array())) {
            element = elements.next();
        }
        if (element == null) {
            return null;
        }
        return element.fault() == null
                ? One.parsed(element.line(), element.array(), element.text())
                : One.broken(element.line(), element.text(), element.fault());
    }

    @Override
    public long bytes() {
        return elements.bytes();
    }

    /** The records of JSON Lines: an object a line, so that a broken one costs its line. */
    static final class OfLines implements Records {
        private final Lines lines;

        OfLines(InputStream file) {
            this.lines = new Lines(file);
        }

        @Override
        public @Nullable One next() {
            byte[] line = lines.next(LONGEST_RECORD);
            while (line != null && JsonLinePieces.isBlank(line)) {
                line = lines.next(LONGEST_RECORD);
            }
            if (line == null) {
                return null;
            }
            return lines.wasCut()
                    ? One.broken(lines.number(), line, "The line is longer than " + LONGEST_RECORD + " bytes.")
                    : One.parsed(lines.number(), "", line);
        }

        @Override
        public long bytes() {
            return lines.bytes();
        }
    }
}

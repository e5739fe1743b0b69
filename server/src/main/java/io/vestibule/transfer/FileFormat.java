package io.vestibule.transfer;

import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a file is written in. */
public enum FileFormat {
    CSV("csv", "csv"),
    JSON_LINES("jsonl", "jsonl"),
    SONAR_CONTACTS("sonar-contacts", "jsonl"),
    LOGICBOXES_SEARCH("logicboxes-search", "jsonl");

    private final String word;
    private final String ending;

    FileFormat(String word, String ending) {
        this.word = word;
        this.ending = ending;
    }

    /** The word for it at the command line. */
    public String word() {
        return word;
    }

    /** How the name of its error file ends. */
    public String ending() {
        return ending;
    }

    /** The one that a file's name tells of. */
    public static Optional<FileFormat> ofName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv")) {
            return Optional.of(CSV);
        }
        return lower.endsWith(".jsonl") || lower.endsWith(".ndjson") ? Optional.of(JSON_LINES) : Optional.empty();
    }

    /**
     * Reads the pieces of a file.
     *
     * @param names   what columns may be called
     * @param account of Sonar's contacts whose own account isn't told
     * @throws UnusableFileException if the file as a whole can't be read so
     */
    Pieces pieces(InputStream file, @Nullable String account, Set<String> names) {
        return switch (this) {
            case CSV -> new CsvPieces(new Lines(file), names);
            case JSON_LINES -> new JsonLinePieces(new Lines(file));
            case SONAR_CONTACTS -> new PagePieces(new Lines(file), new SonarContacts(account));
            case LOGICBOXES_SEARCH -> new PagePieces(new Lines(file), new LogicBoxesSearch());
        };
    }

    /** How its refused lines are written. */
    ErrorLines errorLines(Pieces pieces) {
        return this == CSV ? new CsvErrorLines(((CsvPieces) pieces).header()) : new JsonErrorLines();
    }
}

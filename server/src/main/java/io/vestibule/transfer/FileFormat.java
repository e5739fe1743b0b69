package io.vestibule.transfer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a file is written in: the table of all formats. */
public enum FileFormat {
    CSV("csv"),
    JSON_LINES("jsonl"),
    SONAR_CONTACTS("sonar-contacts"),
    LOGICBOXES_SEARCH("logicboxes-search"),
    KEYCLOAK("keycloak"),
    AUTH0("auth0"),
    FIREBASE("firebase"),
    WORDPRESS("wordpress"),
    DJANGO("django"),
    LARAVEL("laravel"),
    LDIF("ldif"),
    BETTER_AUTH("better-auth"),
    MEDIAWIKI("mediawiki"),
    PAYLOAD("payload"),
    DIRECTUS("directus"),
    DOKUWIKI("dokuwiki");

    private final String word;

    FileFormat(String word) {
        this.word = word;
    }

    /** The word for it at the command line. */
    public String word() {
        return word;
    }

    /** Our own formats. */
    public static List<FileFormat> own() {
        return List.of(CSV, JSON_LINES);
    }

    /** Those of other systems. */
    public static List<FileFormat> others() {
        return Arrays.stream(values()).filter(format -> !own().contains(format)).toList();
    }

    /** Whether several files may be read together. */
    public boolean takesSeveralFiles() {
        return system().isPresent();
    }

    /** How the name of its error file ends. */
    public String ending() {
        return this == CSV ? "csv" : "jsonl";
    }

    /** The one that a file's name tells of. */
    public static Optional<FileFormat> ofName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv")) {
            return Optional.of(CSV);
        }
        return lower.endsWith(".jsonl") || lower.endsWith(".ndjson") ? Optional.of(JSON_LINES) : Optional.empty();
    }

    /** The one that the word is for. */
    public static Optional<FileFormat> ofWord(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equals(word))
                .findFirst();
    }

    /** What the files of another system hold; empty of a format that is read in its own way. */
    Optional<OtherSystem> system() {
        return switch (this) {
            case CSV, JSON_LINES, SONAR_CONTACTS, LOGICBOXES_SEARCH -> Optional.empty();
            case KEYCLOAK -> Optional.of(new Keycloak());
            case AUTH0 -> Optional.of(new Auth0());
            case FIREBASE -> Optional.of(new Firebase());
            case WORDPRESS -> Optional.of(new WordPress());
            case DJANGO -> Optional.of(new Django());
            case LARAVEL -> Optional.of(new Laravel());
            case LDIF -> Optional.of(new Ldif());
            case BETTER_AUTH -> Optional.of(new BetterAuth());
            case MEDIAWIKI -> Optional.of(new MediaWiki());
            case PAYLOAD -> Optional.of(new Payload());
            case DIRECTUS -> Optional.of(new Directus());
            case DOKUWIKI -> Optional.of(new DokuWiki());
        };
    }

    /** How its refused lines are written. */
    ErrorLines errorLines(Pieces pieces) {
        return pieces instanceof CsvPieces csv ? new CsvErrorLines(csv.header()) : new JsonErrorLines();
    }
}

package io.vestibule.config;

import java.time.Duration;

/**
 * What imports by the admin API and the console may take (docs/import.md).
 *
 * @param mostMebibytes of one upload
 * @param kept          how long an import is there after the last change of it
 */
public record ImportConfig(int mostMebibytes, Duration kept) {

    static final Setting<Integer> MOST_MEBIBYTES = Setting.of(
            "import.max-mebibytes",
            Kind.numberFrom(1, 100_000),
            "1024",
            "The longest upload of an import by the admin API or the console, in MiB");
    static final Setting<Duration> KEPT = Setting.of(
            "import.retention",
            Kind.DURATION,
            "7d",
            "How long such an import is kept after its last change, with its refused lines, started or not; the files of one that"
                    + " is done go at once");

    static ImportConfig read(Settings settings) {
        settings.section("Imports");
        return new ImportConfig(settings.get(MOST_MEBIBYTES), settings.get(KEPT));
    }

    /** The longest upload, in bytes. */
    public long mostBytes() {
        return (long) mostMebibytes << 20;
    }
}

package io.vestibule.transfer.job;

import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.Recognition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An import that the server does.
 *
 * @param recognised what its first file looks like
 * @param notice     why it failed, or what there is to say of how it ended; null for nothing
 * @param version    another number after each change that somebody asked for
 * @param createdBy  who uploaded it
 * @param expiresAt  when it is removed, with its files
 * @param check      the last dry run; null for none
 * @param run        null: it was never started
 */
public record ImportJob(
        long id,
        long portalId,
        ImportState state,
        ImportOptions options,
        Recognition recognised,
        @Nullable String notice,
        List<File> files,
        int version,
        Instant createdAt,
        String createdBy,
        Instant changedAt,
        Instant expiresAt,
        @Nullable ImportPass check,
        @Nullable ImportPass run) {
    public ImportJob {
        files = List.copyOf(files);
    }

    /** A file that was uploaded. */
    public record File(long id, String name, long bytes) {}

    /** How long all its files are. */
    public long bytes() {
        return files.stream().mapToLong(File::bytes).sum();
    }

    /** The dry run, or the import. */
    public @Nullable ImportPass pass(boolean dry) {
        return dry ? check : run;
    }

    /** Whether its refused lines are CSV; JSON Lines, if not. */
    public boolean refusesCsv() {
        return options.format() == FileFormat.CSV;
    }

    /** What the file of its refused lines is called. */
    public String errorFileName(boolean dry) {
        return "import-" + id + (dry ? ".check" : "") + ".errors." + (refusesCsv() ? "csv" : "jsonl");
    }

    /** How an import is begun, changed or stopped. */
    public enum Change {
        DONE,
        /** Its state doesn't allow it. */
        NOT_NOW,
        /** Somebody changed it meanwhile. */
        STALE,
        /** Nobody has said which format it has. */
        NO_FORMAT
    }
}

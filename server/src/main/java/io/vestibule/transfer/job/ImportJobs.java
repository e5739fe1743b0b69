package io.vestibule.transfer.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.audit.AuditContext;
import io.vestibule.password.HashSource;
import io.vestibule.password.PepperStore;
import io.vestibule.portal.PortalStore;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.Recognition;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** What an owner does with imports that the server does: uploading files, saying how they are read, starting, stopping, removing. */
public final class ImportJobs {
    /** How many files a node takes in at a time: what they hold in memory is bounded by that. */
    private static final int UPLOADS = 4;

    private static final int LONGEST_NAME = 200;

    private final PortalStore portals;
    private final ImportJobStore jobs;
    private final ImportChangeStore changes;
    private final ImportFileStore files;
    private final PepperStore peppers;
    private final Runnable due;
    private final Semaphore places = new Semaphore(UPLOADS);

    /** @param due tells this node that an import was started */
    public ImportJobs(
            PortalStore portals,
            ImportJobStore jobs,
            ImportChangeStore changes,
            ImportFileStore files,
            PepperStore peppers,
            Runnable due) {
        this.portals = portals;
        this.jobs = jobs;
        this.changes = changes;
        this.files = files;
        this.peppers = peppers;
        this.due = due;
    }

    /** How an upload ended. Nothing is kept of one that wasn't taken. */
    public sealed interface Upload {
        /** The import, with the file. */
        record Taken(ImportJob job) implements Upload {}

        /** There is no such portal. */
        record UnknownPortal() implements Upload {}

        /** The file has no byte. */
        record Empty() implements Upload {}

        /** The import has a file of this name. */
        record NameTaken() implements Upload {}

        /** The import was begun. */
        record NotNow() implements Upload {}

        /** The node takes in as many files as it can. */
        record Busy() implements Upload {}
    }

    /**
     * Takes in a file, which an import begins with.
     *
     * @param format null: what it looks like
     * @throws IOException of the file
     */
    public Upload upload(
            long portalId, String name, @Nullable FileFormat format, InputStream file, AuditContext context)
            throws IOException {
        return take(() -> {
            ImportChangeStore.Opened opened =
                    changes.open(portalId, name(name), context).orElse(null);
            return opened == null
                    ? new Upload.UnknownPortal()
                    : take(opened, file, context, head -> {
                        Recognition recognised = Recognition.of(
                                name,
                                head,
                                portals.portal(portalId).orElseThrow().profile());
                        return new First(ImportOptions.of(format == null ? recognised.format() : format), recognised);
                    });
        });
    }

    /** Takes in another file of an import: what several files tell is read together. */
    public Upload add(ImportJob job, String name, InputStream file, AuditContext context) throws IOException {
        return take(() -> {
            ImportChangeStore.Opened opened =
                    changes.openAnother(job.id(), name(name)).orElse(null);
            return opened == null ? new Upload.NotNow() : take(opened, file, context, head -> null);
        });
    }

    private record First(ImportOptions options, Recognition recognised) {}

    @FunctionalInterface
    private interface Taking {
        Upload take() throws IOException;
    }

    @FunctionalInterface
    private interface Looking {
        @Nullable
        First at(byte[] head);
    }

    private Upload take(Taking taking) throws IOException {
        if (!places.tryAcquire()) {
            return new Upload.Busy();
        }
        try {
            return taking.take();
        } finally {
            places.release();
        }
    }

    private Upload take(ImportChangeStore.Opened opened, InputStream file, AuditContext context, Looking looking)
            throws IOException {
        boolean taken = false;
        try {
            byte[] head = file.readNBytes(ImportFileStore.PIECE);
            if (head.length == 0) {
                return new Upload.Empty();
            }
            long bytes = 0;
            for (byte[] piece = head; piece.length > 0; piece = file.readNBytes(ImportFileStore.PIECE)) {
                if (!files.append(opened.file(), bytes, piece)) {
                    return new Upload.NotNow();
                }
                bytes += piece.length;
            }
            First first = looking.at(head);
            taken = changes.uploaded(
                    opened, first == null ? null : first.options(), first == null ? null : first.recognised(), context);
            return taken ? new Upload.Taken(jobs.byId(opened.job()).orElseThrow()) : new Upload.NameTaken();
        } finally {
            if (!taken) {
                changes.discard(opened);
            }
        }
    }

    private static String name(String given) {
        String name = given.replaceAll("\\p{Cntrl}", "_").strip();
        int most = Math.min(name.codePointCount(0, name.length()), LONGEST_NAME);
        return name.isEmpty() ? "file" : name.substring(0, name.offsetByCodePoints(0, most));
    }

    /** The imports of a portal before an id, the latest first; 0: from the latest on. */
    public List<ImportJob> list(long portalId, long before, int limit) {
        return jobs.list(portalId, before == 0 ? Long.MAX_VALUE : before, limit);
    }

    /** The import with this id. */
    public Optional<ImportJob> byId(long id) {
        return jobs.byId(id);
    }

    /** What columns can be called in a portal. */
    public List<String> fields(long portalId) {
        return Recognition.fields(portals.portal(portalId).orElseThrow().profile());
    }

    /** What a column may mean in a portal. */
    public Optional<String> meant(long portalId, String column) {
        return Recognition.meant(column, portals.portal(portalId).orElseThrow().profile());
    }

    /**
     * Keeps a secret that options name, sealed; gives its id.
     *
     * @param secret without the end of its line
     */
    public String keep(String secret) {
        return peppers.keep(secret.getBytes(UTF_8), false);
    }

    /**
     * What options say of passwords' hashes.
     *
     * @throws IllegalArgumentException if they can't be so; the message may be shown
     */
    static HashSource source(ImportOptions options, PepperStore peppers) {
        return HashSource.of(
                options.form(),
                options.hmac(),
                options.pepper(),
                options.firebase() == null
                        ? null
                        : new String(peppers.secret(options.firebase()).orElseThrow(), UTF_8));
    }

    /**
     * Says how the files are read.
     *
     * @param version that whoever asks saw; null: whatever it is
     * @throws IllegalArgumentException if what they say of passwords can't be so; the message may be shown
     */
    public ImportJob.Change change(
            ImportJob job, ImportOptions options, @Nullable Integer version, AuditContext context) {
        source(options, peppers);
        return told(job, version, changes.setOptions(asked(job, version, context), options));
    }

    /** Has a dry run made, which tells what would be done. */
    public ImportJob.Change check(ImportJob job, @Nullable Integer version, AuditContext context) {
        return begin(job, true, version, context);
    }

    /** Has it imported; one that failed or was stopped goes on where it was. */
    public ImportJob.Change start(ImportJob job, @Nullable Integer version, AuditContext context) {
        return begin(job, false, version, context);
    }

    private ImportJob.Change begin(ImportJob job, boolean dry, @Nullable Integer version, AuditContext context) {
        if (job.options().format() == null) {
            return ImportJob.Change.NO_FORMAT;
        }
        boolean begun = changes.begin(asked(job, version, context), dry);
        if (begun) {
            due.run();
        }
        return told(job, version, begun);
    }

    /** Stops it: what was done stays done, and is told. */
    public ImportJob.Change cancel(ImportJob job, @Nullable Integer version, AuditContext context) {
        return told(job, version, changes.cancel(asked(job, version, context)));
    }

    /** Removes it with its files. Whom it imported stays. */
    public ImportJob.Change delete(ImportJob job, @Nullable Integer version, AuditContext context) {
        return told(job, version, changes.delete(asked(job, version, context)));
    }

    private static ImportChangeStore.Asked asked(ImportJob job, @Nullable Integer version, AuditContext context) {
        return new ImportChangeStore.Asked(job.id(), version, context);
    }

    private ImportJob.Change told(ImportJob job, @Nullable Integer version, boolean done) {
        if (done) {
            return ImportJob.Change.DONE;
        }
        boolean stale = version != null
                && jobs.byId(job.id()).map(now -> now.version() != version).orElse(true);
        return stale ? ImportJob.Change.STALE : ImportJob.Change.NOT_NOW;
    }

    /** Writes the lines that were refused, as they stood in the file with the reasons. */
    public void writeErrors(ImportJob job, boolean dry, OutputStream out) throws IOException {
        ImportPass pass = job.pass(dry);
        long end = pass == null ? 0 : pass.errorBytes();
        for (long at = 0; at < end; ) {
            byte[] lines = files.errors(job.id(), dry, at).orElse(null);
            if (lines == null) {
                return; // removed meanwhile
            }
            out.write(lines);
            at += lines.length;
        }
    }
}

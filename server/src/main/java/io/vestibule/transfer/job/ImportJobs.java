package io.vestibule.transfer.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.audit.AuditContext;
import io.vestibule.password.HashSource;
import io.vestibule.password.PepperStore;
import io.vestibule.portal.PortalStore;
import io.vestibule.transfer.Recognition;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an owner does with imports that the server does: saying how their files are read, starting, stopping, removing. */
public final class ImportJobs {
    private final PortalStore portals;
    private final ImportJobStore jobs;
    private final ImportChangeStore changes;
    private final ImportFileStore files;
    private final PepperStore peppers;
    private final FileUploads uploads;
    private final Runnable due;

    /** @param due tells this node that an import was started, or that there is something to remove */
    public ImportJobs(
            FileUploads uploads,
            PortalStore portals,
            ImportJobStore jobs,
            ImportChangeStore changes,
            ImportFileStore files,
            PepperStore peppers,
            Runnable due) {
        this.uploads = uploads;
        this.portals = portals;
        this.jobs = jobs;
        this.changes = changes;
        this.files = files;
        this.peppers = peppers;
        this.due = due;
    }

    /** How files come in. */
    public FileUploads uploads() {
        return uploads;
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
        boolean removed = changes.delete(asked(job, version, context));
        due.run();
        return told(job, version, removed);
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

    /**
     * Writes the lines that were refused, as they stood in the file with the reasons.
     *
     * @throws IOException if they are removed meanwhile: what was written mustn't look whole
     */
    public void writeErrors(ImportJob job, boolean dry, OutputStream out) throws IOException {
        ImportPass pass = job.pass(dry);
        long end = pass == null ? 0 : pass.errorBytes();
        for (long at = 0; at < end; ) {
            byte[] lines = files.errors(job.id(), dry, at).orElse(null);
            if (lines == null) {
                throw new IOException("the refused lines were removed meanwhile");
            }
            out.write(lines);
            at += lines.length;
        }
    }
}

package io.vestibule.transfer.job;

import io.vestibule.audit.AuditContext;
import io.vestibule.portal.PortalStore;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.Recognition;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Takes in files that are to be imported, as they come. */
public final class FileUploads {
    /** How many a node takes in at a time: what they hold in memory is bounded by that. */
    private static final int AT_ONCE = 4;

    private static final int LONGEST_NAME = 200;

    private final PortalStore portals;
    private final ImportJobStore jobs;
    private final ImportUploadStore opening;
    private final ImportFileStore files;
    private final Runnable due;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /** @param due tells this node that there is something to remove */
    public FileUploads(
            PortalStore portals, ImportJobStore jobs, ImportUploadStore opening, ImportFileStore files, Runnable due) {
        this.portals = portals;
        this.jobs = jobs;
        this.opening = opening;
        this.files = files;
        this.due = due;
    }

    /** How an upload ended. Nothing is kept of one that wasn't taken. */
    public sealed interface Result {
        /** The import, with the file. */
        record Taken(ImportJob job) implements Result {}

        /** There is no such portal. */
        record UnknownPortal() implements Result {}

        /** The file has no byte. */
        record Empty() implements Result {}

        /** The import has a file of this name. */
        record NameTaken() implements Result {}

        /** The import was begun or removed. */
        record NotNow() implements Result {}

        /** The node takes in as many files as it can. */
        record Busy() implements Result {}
    }

    /**
     * Takes in a file, which an import begins with.
     *
     * @param format null: what it looks like
     * @throws IOException of the file
     */
    public Result upload(
            long portalId, String name, @Nullable FileFormat format, InputStream file, AuditContext context)
            throws IOException {
        return take(() -> {
            ImportUploadStore.Opened opened =
                    opening.open(portalId, name(name), context).orElse(null);
            return opened == null
                    ? new Result.UnknownPortal()
                    : take(opened, file, context, head -> {
                        Recognition recognised = Recognition.of(
                                name,
                                head,
                                portals.portal(portalId).orElseThrow().profile());
                        return new ImportUploadStore.First(
                                ImportOptions.of(format == null ? recognised.format() : format), recognised);
                    });
        });
    }

    /** Takes in another file of an import: what several files tell is read together. */
    public Result add(ImportJob job, String name, InputStream file, AuditContext context) throws IOException {
        return take(() -> {
            ImportUploadStore.Opened opened =
                    opening.openAnother(job.id(), name(name)).orElse(null);
            return opened == null ? new Result.NotNow() : take(opened, file, context, head -> null);
        });
    }

    @FunctionalInterface
    private interface Taking {
        Result take() throws IOException;
    }

    @FunctionalInterface
    private interface Looking {
        ImportUploadStore.@Nullable First at(byte[] head);
    }

    private Result take(Taking taking) throws IOException {
        if (!places.tryAcquire()) {
            return new Result.Busy();
        }
        try {
            return taking.take();
        } finally {
            places.release();
        }
    }

    private Result take(ImportUploadStore.Opened opened, InputStream file, AuditContext context, Looking looking)
            throws IOException {
        boolean taken = false;
        try {
            byte[] head = file.readNBytes(ImportFileStore.PIECE);
            if (head.length == 0) {
                return new Result.Empty();
            }
            long bytes = 0;
            for (byte[] piece = head; piece.length > 0; piece = file.readNBytes(ImportFileStore.PIECE)) {
                if (!files.append(opened.file(), bytes, piece)) {
                    return new Result.NotNow();
                }
                bytes += piece.length;
            }
            ImportUploadStore.Upload upload = opening.uploaded(opened, looking.at(head), context);
            taken = upload == ImportUploadStore.Upload.TAKEN;
            return switch (upload) {
                case TAKEN -> new Result.Taken(jobs.byId(opened.job()).orElseThrow());
                case NAME_TAKEN -> new Result.NameTaken();
                case NOT_NOW -> new Result.NotNow();
            };
        } finally {
            if (!taken) {
                opening.discard(opened);
                due.run();
            }
        }
    }

    private static String name(String given) {
        String name = given.replaceAll("\\p{Cntrl}", "_").strip();
        int most = Math.min(name.codePointCount(0, name.length()), LONGEST_NAME);
        return name.isEmpty() ? "file" : name.substring(0, name.offsetByCodePoints(0, most));
    }
}

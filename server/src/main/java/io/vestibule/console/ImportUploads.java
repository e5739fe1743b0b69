package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.MultipartUpload;
import io.vestibule.http.Problem;
import io.vestibule.http.RequestException;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.transfer.job.FileUploads;
import io.vestibule.transfer.job.ImportJob;
import io.vestibule.transfer.job.ImportJobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Uploads of files to be imported, from forms that need no script. */
public final class ImportUploads implements ConsolePage {
    private final ConsoleRoutes routes;
    private final ImportJobs imports;
    private final ImportsPage page;
    private final long longest;

    /** @param longest form, in bytes */
    public ImportUploads(ConsoleRoutes routes, ImportJobs imports, ImportsPage page, long longest) {
        this.routes = routes;
        this.imports = imports;
        this.page = page;
        this.longest = longest;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.upload(
                        "/console/portals/{portal}/imports", Action.IMPORT_CHANGE, ImportsPage.ROOT, this::upload),
                routes.upload(ImportsPage.ONE + "/files", Action.IMPORT_CHANGE, ImportsPage.ROOT, this::add));
    }

    private Answer upload(Call call) {
        long portal = call.id("portal");
        call.in(portal, Action.IMPORT_CHANGE);
        return taken(call, portal, null);
    }

    private Answer add(Call call) {
        ImportJob job = ImportsPage.found(imports, call, Action.IMPORT_CHANGE);
        return taken(call, job.portalId(), job);
    }

    /** Takes in the files of the form: the first begins an import, unless there is one, and the others go with it. */
    private Answer taken(Call call, long portal, @Nullable ImportJob job) {
        try {
            MultipartUpload form = MultipartUpload.of(call.request(), longest);
            ImportJob into = job;
            boolean empty = true;
            for (MultipartUpload.Part part = form.next(); part != null; part = form.next()) {
                if (part.filename() == null || part.filename().isEmpty()) {
                    continue;
                }
                empty = false;
                FileUploads.Result upload = into == null
                        ? imports.uploads()
                                .upload(
                                        portal,
                                        part.filename(),
                                        null,
                                        part.content(),
                                        call.principal().context())
                        : imports.uploads()
                                .add(
                                        into,
                                        part.filename(),
                                        part.content(),
                                        call.principal().context());
                if (!(upload instanceof FileUploads.Result.Taken(ImportJob taken))) {
                    return refused(call, portal, part.filename(), upload);
                }
                into = taken;
            }
            return empty || into == null
                    ? page.list(422, call, portal, "Choose a file first.")
                    : call.goTo(ImportsPage.ROOT + "/" + into.id());
        } catch (RequestException e) {
            if (e.problem() instanceof Problem.ContentTooLarge) {
                return page.list(413, call, portal, "The file is too long: " + ImportsPage.size(longest) + " at most.");
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer refused(Call call, long portal, String name, FileUploads.Result upload) {
        return switch (upload) {
            case FileUploads.Result.Taken taken -> throw new IllegalArgumentException("it was taken");
            case FileUploads.Result.UnknownPortal() -> throw new Refused(Notice.unknown());
            case FileUploads.Result.Empty() -> page.list(422, call, portal, "The file " + name + " is empty.");
            case FileUploads.Result.NameTaken() ->
                page.list(409, call, portal, "The import has a file " + name + " already.");
            case FileUploads.Result.NotNow() ->
                page.list(409, call, portal, "The import was begun meanwhile: it takes no more files now.");
            case FileUploads.Result.Busy() ->
                throw new RequestException(new Problem.Unavailable(Duration.ofSeconds(10)));
        };
    }
}

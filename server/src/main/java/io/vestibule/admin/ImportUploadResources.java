package io.vestibule.admin;

import static io.vestibule.operator.Action.IMPORT_CHANGE;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.RequestException;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.job.FileUploads;
import io.vestibule.transfer.job.ImportJob;
import io.vestibule.transfer.job.ImportJobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Uploads of imports: the body is the file. Nothing of it is asked for before its sender may send it. */
final class ImportUploadResources {
    private final ImportJobs imports;
    private final long longest;

    /** @param longest body, in bytes */
    ImportUploadResources(ImportJobs imports, long longest) {
        this.imports = imports;
        this.longest = longest;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.post("/portals/{portal}/imports", IMPORT_CHANGE, this::upload)
                        .withStreamedUpload(),
                AdminRoute.post("/imports/{import}/files", IMPORT_CHANGE, this::add)
                        .withStreamedUpload());
    }

    private Answer upload(Call call) {
        long portal = call.portal();
        FileFormat format = call.query("format")
                .map(word -> FileFormat.ofWord(word)
                        .orElseThrow(() -> RequestException.malformed(
                                "The parameter format must be " + ImportResources.FORMATS + ".")))
                .orElse(null);
        refuseForms(call);
        try {
            return answer(
                    201,
                    imports.uploads()
                            .upload(portal, name(call), format, call.request().content(longest), call.context()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer add(Call call) {
        ImportJob job = ImportResources.found(imports, call);
        refuseForms(call);
        try {
            return answer(
                    200, imports.uploads().add(job, name(call), call.request().content(longest), call.context()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Call call) {
        return call.query("name").orElse("file");
    }

    /** Clients say many things of a file, and curl that it is a form; one that really sends a form has framed it. */
    private static void refuseForms(Call call) {
        boolean framed = call.request()
                .header("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/"))
                .isPresent();
        if (framed) {
            throw new RequestException(new Problem.UnsupportedMedia());
        }
    }

    private static Answer answer(int status, FileUploads.Result upload) {
        return switch (upload) {
            case FileUploads.Result.Taken(ImportJob job) -> Changes.shown(status, ImportJson.of(job));
            case FileUploads.Result.UnknownPortal() ->
                throw AdminProblem.notFound().thrown();
            case FileUploads.Result.Empty() ->
                throw AdminProblem.invalid(Map.of("", List.of("The file is empty.")))
                        .thrown();
            case FileUploads.Result.NameTaken() ->
                throw AdminProblem.conflict("The import has a file of this name.")
                        .thrown();
            case FileUploads.Result.NotNow() -> throw ImportResources.notNow();
            case FileUploads.Result.Busy() ->
                throw new RequestException(new Problem.Unavailable(Duration.ofSeconds(10)));
        };
    }
}

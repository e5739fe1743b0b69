package io.vestibule.admin;

import io.vestibule.json.Json;
import io.vestibule.transfer.Recognition;
import io.vestibule.transfer.job.ImportJob;
import io.vestibule.transfer.job.ImportOptions;
import io.vestibule.transfer.job.ImportPass;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An import as the admin API shows it. Of secrets it says only that they are there. */
final class ImportJson {
    /** The error file has all of them. */
    private static final int REASONS = 20;

    private ImportJson() {}

    static Json of(ImportJob job) {
        return Json.object()
                .put("id", job.id())
                .put("portal", job.portalId())
                .put("state", job.state().label())
                .put("notice", job.notice())
                .put("files", Values.list(job.files(), ImportJson::file))
                .put("bytes", job.bytes())
                .put("recognised", recognised(job.recognised()))
                .put("options", options(job.options()))
                .put("check", pass(job.check()))
                .put("run", pass(job.run()))
                .put("createdBy", job.createdBy())
                .put("createdAt", Values.moment(job.createdAt()))
                .put("changedAt", Values.moment(job.changedAt()))
                .put("expiresAt", Values.moment(job.expiresAt()))
                .build();
    }

    private static Json file(ImportJob.File file) {
        return Json.object().put("name", file.name()).put("bytes", file.bytes()).build();
    }

    private static Json recognised(Recognition recognised) {
        return Json.object()
                .put(
                        "format",
                        recognised.format() == null ? null : recognised.format().word())
                .put("columns", Values.texts(recognised.columns()))
                .put("sentence", recognised.sentence())
                .build();
    }

    private static Json options(ImportOptions options) {
        Json.Builder columns = Json.object();
        new TreeMap<>(options.columns()).forEach(columns::put);
        return Json.object()
                .put(
                        "format",
                        options.format() == null ? null : options.format().word())
                .put("columns", columns.build())
                .put("account", options.account())
                .put("zone", options.zone() == null ? null : options.zone().getId())
                .put("lenient", options.lenient())
                .put(
                        "passwords",
                        Json.object()
                                .put("normalize", options.form())
                                .put("prehash", options.hmac() != null)
                                .put("pepper", options.pepper() != null)
                                .put("firebase", options.firebase() != null)
                                .build())
                .build();
    }

    private static Json pass(@Nullable ImportPass pass) {
        if (pass == null) {
            return Json.Null.NULL;
        }
        Json.Builder unmapped = Json.object();
        new TreeMap<>(pass.unmapped().counts()).forEach(unmapped::put);
        List<Json> reasons = new ArrayList<>();
        pass.reasons()
                .most(REASONS)
                .forEach(reason -> reasons.add(Json.object()
                        .put("reason", reason.sentence())
                        .put("count", reason.count())
                        .put("firstLine", reason.first())
                        .build()));
        return Json.object()
                .put("bytes", pass.bytes())
                .put("records", pass.records())
                .put("imported", pass.imported())
                .put("unchanged", pass.unchanged())
                .put("refused", pass.refused())
                .put("leftOut", pass.leftOut())
                .put("withoutField", pass.partial())
                .put("renumbered", pass.renumbered())
                .put("reasons", new Json.Array(reasons))
                .put("unmapped", unmapped.build())
                .put("startedAt", Values.moment(pass.startedAt()))
                .put("finishedAt", Values.moment(pass.finishedAt()))
                .build();
    }
}

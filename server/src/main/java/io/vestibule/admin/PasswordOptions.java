package io.vestibule.admin;

import io.vestibule.transfer.job.ImportJobs;
import io.vestibule.transfer.job.ImportOptions;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the passwords' hashes of an import have in common, and their texts don't tell. Secrets are kept once all of the call is right. */
final class PasswordOptions {
    private final Body body;
    private final @Nullable String form;
    private final @Nullable String hmac;
    private final @Nullable String pepper;
    private final @Nullable String firebase;

    private PasswordOptions(Body body) {
        this.body = body;
        this.form = body.text("normalize");
        this.hmac = body.text("prehash");
        this.pepper = body.text("pepper");
        this.firebase = body.text("firebase");
    }

    /** @param whole the body of the call, in which this is an object */
    static PasswordOptions of(Body object, Body whole) {
        var read = new PasswordOptions(object);
        object.nothingElse();
        whole.checked();
        return read;
    }

    /** The options with these; what isn't told stays, and null clears. */
    ImportOptions onto(ImportOptions now, ImportJobs imports) {
        return new ImportOptions(
                now.format(),
                now.columns(),
                now.account(),
                now.zone(),
                now.lenient(),
                told("normalize", form, now.form(), text -> text),
                told("prehash", hmac, now.hmac(), imports::keep),
                told("pepper", pepper, now.pepper(), imports::keep),
                told("firebase", firebase, now.firebase(), imports::keep));
    }

    private @Nullable String told(
            String member, @Nullable String text, @Nullable String before, UnaryOperator<String> kept) {
        if (!body.has(member)) {
            return before;
        }
        return text == null || text.isEmpty() ? null : kept.apply(text);
    }
}

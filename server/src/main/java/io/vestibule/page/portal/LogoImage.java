package io.vestibule.page.portal;

import io.vestibule.branding.BrandingStore;
import io.vestibule.branding.Logo;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.page.PageWords;

/** The file of a portal's logo. Its address has its hash, so that browsers keep it for good and see another at once. */
public final class LogoImage {
    static final String PATH = "/branding/{portal}/{file}";

    /** Whatever the file holds, nothing of it runs, should a browser open it by itself. */
    private static final String POLICY = "default-src 'none'; sandbox";

    private final BrandingStore store;

    public LogoImage(BrandingStore store) {
        this.store = store;
    }

    static String path(long portalId, Logo logo) {
        return "/branding/" + portalId + "/" + logo.fileName();
    }

    Answer answer(Request request) {
        return Digits.number(request.segment("portal"))
                .flatMap(portal -> store.logo(portal, request.segment("file")))
                .map(file -> Answer.of(200, file.logo().format().mediaType(), file.content())
                        .with("Cache-Control", "public, max-age=31536000, immutable")
                        .with("Content-Security-Policy", POLICY))
                .orElseGet(() -> Notice.of(new Problem.NotFound(), PageWords.accepted(request)));
    }
}

package io.vestibule.page.portal;

import static io.vestibule.http.Route.get;
import static io.vestibule.http.Route.post;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import io.vestibule.page.PageWords;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.portal.Callers;
import io.vestibule.signin.LinkRedemption;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/** The pages behind mailed links of every portal: the link alone says whose it is. */
public final class LinkPages implements Site {
    private final LinkPage verify;
    private final LinkPage reset;
    private final List<Route> routes;

    /** @param publicUrl where browsers reach the server */
    public LinkPages(LinkRedemption redemption, PasswordPolicy policy, Callers callers, URI publicUrl) {
        String base = Objects.requireNonNullElse(publicUrl.getRawPath(), "");
        this.verify = new LinkPage("verify", callers, base);
        this.reset = new LinkPage("reset", callers, base);
        var verifyPage = new VerifyPage(verify, redemption);
        var resetPage = new ResetPage(reset, redemption, policy);
        this.routes = List.of(
                get("/verify/{id}/{token}", verifyPage::ask),
                post("/verify/{id}/{token}", verifyPage::act),
                get("/reset/{id}/{token}", resetPage::ask),
                post("/reset/{id}/{token}", resetPage::act));
    }

    @Override
    public String name() {
        return "public";
    }

    @Override
    public List<String> prefixes() {
        return List.of("/verify/", "/reset/");
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public Answer problem(Problem problem, String path) {
        return problem(problem, path, "");
    }

    @Override
    public Answer problem(Problem problem, String path, String languages) {
        LinkPage page = path.startsWith("/verify/") ? verify : reset;
        return page.problem(problem, PageWords.accepted(languages));
    }
}

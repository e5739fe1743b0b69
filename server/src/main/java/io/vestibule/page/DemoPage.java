package io.vestibule.page;

import static io.vestibule.http.Route.get;

import io.vestibule.config.Config;
import io.vestibule.http.Answer;
import io.vestibule.http.ContentSecurityPolicy;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The try-it portal: a front end as a portal would have one, which calls this server as a browser does, shows each call, and has the dev inbox
 * beside it. Its scripts are the resources {@code page/demo}; this class gives them their place.
 */
public final class DemoPage {
    private static final ContentSecurityPolicy POLICY = ContentSecurityPolicy.STRICT
            .with("script-src", "'self'")
            .with("style-src", "'self'")
            .with("connect-src", "'self'")
            .with("img-src", "data:") // the QR code of a second factor
            .with("form-action", "'none'");

    private static final List<String> SCRIPTS = List.of(
            "main.js",
            "account.js",
            "api.js",
            "dom.js",
            "inbox.js",
            "log.js",
            "openid.js",
            "passkeys.js",
            "second-factor.js",
            "session.js",
            "sign-in.js");

    private final StaticFiles files = new StaticFiles("/demo", DemoPage::resources);
    private final URI publicUrl;
    private final long portal;
    private final DemoData demo;
    private final boolean inbox;

    /** @param inbox whether mail is shown instead of sent */
    DemoPage(Config config, DemoData demo, boolean inbox) {
        this.publicUrl = config.http().publicUrl();
        this.portal = config.defaultPortal();
        this.demo = demo;
        this.inbox = inbox;
    }

    /**
     * What the template shows.
     *
     * @param base   the public URL's path, which is put before each address
     * @param portal the id of the portal that it is
     * @param demo   whether the demo data is there
     */
    public record View(URI publicUrl, String base, long portal, boolean demo, boolean inbox, DemoPage page) {}

    /** The page's modules, the first of which is loaded by the page and loads the others. */
    public List<String> scripts() {
        return SCRIPTS;
    }

    /** The address of one of the page's files. */
    public String address(String file) {
        return publicUrl.getRawPath() + files.address(file);
    }

    List<Route> routes() {
        return List.of(get("/demo", this::show), get("/demo/", this::elsewhere), files.route());
    }

    private Answer show(Request request) {
        View view = new View(publicUrl, publicUrl.getRawPath(), portal, demo.isThere(request), inbox, this);
        return Pages.render(200, "demo.jte", view, POLICY);
    }

    private Answer elsewhere(Request request) {
        return Answer.empty(302).with("Location", publicUrl.getRawPath() + "/demo");
    }

    private static Map<String, String> resources() {
        return Stream.concat(SCRIPTS.stream(), Stream.of("demo.css"))
                .collect(Collectors.toMap(Function.identity(), name -> "/io/vestibule/page/demo/" + name));
    }
}

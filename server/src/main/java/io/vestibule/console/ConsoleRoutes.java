package io.vestibule.console;

import io.vestibule.guard.Network;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.http.SameOrigin;
import io.vestibule.operator.Action;
import io.vestibule.operator.ConsoleCookie;
import io.vestibule.operator.OperatorProof;
import io.vestibule.operator.Permissions;
import io.vestibule.operator.Permissions.Decision;
import io.vestibule.operator.Principal;
import io.vestibule.operator.Principals;
import io.vestibule.portal.Origins;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What each request goes through: was a form sent by a page of ours (ASVS 3.5.1), whose session is it, does their role permit it. Whoever
 * has no session is asked to sign in, and then goes on where they were; a form that they had filled in comes back as they left it. So it
 * is for whoever does what takes a proof of the last minutes.
 */
public final class ConsoleRoutes {
    /** What a form carries that is to be shown again as it was filled in, and not acted on. */
    static final String RESUMED = "resumed";

    private final Principals principals;
    private final ConsoleCookie cookie;
    private final OperatorProof proof;
    private final Layouts layouts;
    private final SameOrigin sameOrigin;

    /** @param proof what an operator can prove by that it still is them */
    public ConsoleRoutes(
            Principals principals, ConsoleCookie cookie, OperatorProof proof, Layouts layouts, URI publicUrl) {
        this.principals = principals;
        this.cookie = cookie;
        this.proof = proof;
        this.layouts = layouts;
        this.sameOrigin = new SameOrigin(Origins.of(publicUrl));
    }

    ConsoleCookie cookie() {
        return cookie;
    }

    Layouts layouts() {
        return layouts;
    }

    /** The value of the cookie that the browser has; null for none. */
    @Nullable
    String sessionCookie(Request request) {
        return request.cookie(cookie.name()).orElse(null);
    }

    /** Where a request of the console comes from. */
    static Principals.Origin origin(Request request) {
        return new Principals.Origin("console", Network.of(request.remote()), request.id());
    }

    /** A page that anybody who is signed in may open. */
    Route page(String path, Function<Call, Answer> page) {
        return Route.get(path, request -> admitted(path, request, null, page));
    }

    /** A page that a role may open. */
    Route page(String path, Action action, Function<Call, Answer> page) {
        return Route.get(path, request -> admitted(path, request, action, page));
    }

    /** A form that anybody who is signed in may send. */
    Route form(String path, Function<Call, Answer> form) {
        return Route.post(path, request -> fromOurs(request, () -> admitted(path, request, null, form)));
    }

    /**
     * A form that a role may send.
     *
     * @param shown the page with the form, which is shown again after a sign-in
     */
    Route form(String path, Action action, Function<Call, Answer> shown, Function<Call, Answer> form) {
        return Route.post(
                path,
                request -> fromOurs(
                        request,
                        () -> admitted(
                                path,
                                request,
                                action,
                                call -> call.has(RESUMED) ? shown.apply(call) : form.apply(call))));
    }

    /**
     * A form with files that a role may send, which are taken in as they come.
     *
     * @param next where whoever has to sign in first goes on: what they sent isn't read
     */
    Route upload(String path, Action action, String next, Function<Call, Answer> form) {
        return Route.post(
                        path,
                        request -> fromOurs(
                                request, () -> admitted(request, action, () -> new Continuation(next, Map.of()), form)))
                .withStreamedUpload();
    }

    /** A form of somebody who needn't be signed in. */
    Route open(String path, Function<Request, Answer> form) {
        return Route.post(path, request -> fromOurs(request, () -> form.apply(request)));
    }

    /** Browsers say which page sent a form: of another origin, it is none of ours. */
    private Answer fromOurs(Request request, Supplier<Answer> work) {
        boolean ours = sameOrigin.of(request) == SameOrigin.Sender.OURS;
        return ours ? work.get() : Notice.foreignForm().answer(layouts.ofNobody());
    }

    private Answer admitted(String path, Request request, @Nullable Action action, Function<Call, Answer> work) {
        return admitted(request, action, () -> Continuation.of(request, path(path, request)), work);
    }

    private Answer admitted(
            Request request, @Nullable Action action, Supplier<Continuation> next, Function<Call, Answer> work) {
        Principal principal = Optional.ofNullable(sessionCookie(request))
                .flatMap(value -> principals.bySession(value, origin(request)))
                .orElse(null);
        if (principal == null) {
            return followedLink(request)
                    ? Screen.show(200, "reload", new ReloadView(layouts.ofNobody()))
                    : SignInPage.ask(401, layouts.ofNobody(), next.get());
        }
        Call call = new Call(request, principal, layouts);
        if (action != null && Permissions.decide(principal, action) == Decision.FORBIDDEN) {
            return Notice.forbidden(action, principal.role()).answer(call.layout(Section.NONE));
        }
        try {
            if (action != null) {
                call.prove(action);
            }
            return work.apply(call);
        } catch (ProofWanted wanted) {
            return ProofPage.ask(401, call, proof, next.get(), null);
        } catch (Refused refused) {
            return refused.notice().answer(call.layout(Section.NONE));
        }
    }

    /** What is shown to a browser that came by a link of another site, and so left its cookie out: the page asks for itself again. */
    public record ReloadView(Layout layout) {}

    private boolean followedLink(Request request) {
        return request.method().equals("GET")
                && sessionCookie(request) == null
                && request.header("Sec-Fetch-Site").filter("cross-site"::equals).isPresent();
    }

    private static String path(String template, Request request) {
        StringBuilder path = new StringBuilder();
        for (String segment : template.substring(1).split("/", -1)) {
            path.append('/')
                    .append(
                            segment.startsWith("{")
                                    ? URLEncoder.encode(
                                            request.segment(segment.substring(1, segment.length() - 1)),
                                            StandardCharsets.UTF_8)
                                    : segment);
        }
        return path.toString();
    }
}

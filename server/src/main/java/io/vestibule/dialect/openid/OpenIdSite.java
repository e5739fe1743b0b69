package io.vestibule.dialect.openid;

import static io.vestibule.http.Route.get;
import static io.vestibule.http.Route.post;

import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Parameters;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Requester;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import io.vestibule.oauth.Authorizations;
import io.vestibule.oauth.DeviceAuthorizations;
import io.vestibule.oauth.DpopProofs;
import io.vestibule.oauth.Introspection;
import io.vestibule.oauth.Issuers;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.OAuthClients;
import io.vestibule.oauth.OAuthTokens;
import io.vestibule.oauth.PushedRequests;
import io.vestibule.oauth.RequestObjects;
import io.vestibule.oauth.Revocation;
import io.vestibule.oauth.TokenGrants;
import io.vestibule.oauth.UserInfo;
import io.vestibule.page.portal.OpenIdPages;
import io.vestibule.portal.Caller;
import io.vestibule.portal.Callers;
import io.vestibule.portal.Dialect;
import io.vestibule.secret.MasterKey;
import io.vestibule.session.BrowserCookie;
import io.vestibule.session.BrowserSessions;
import io.vestibule.session.DpopProof;
import io.vestibule.signin.RateLimits;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** OpenID Connect and OAuth 2.0: each portal is an issuer of its own. */
public final class OpenIdSite implements Site {
    private static final String PORTAL = "/portals/{portal}";

    private final Callers callers;
    private final OAuthTokens tokens;
    private final DiscoveryDocument discovery;
    private final List<Route> routes;

    /** What the endpoints ask. */
    public record Parts(
            OAuthClients clients,
            Authorizations authorizations,
            PushedRequests pushed,
            RequestObjects objects,
            DpopProofs proofs,
            TokenGrants grants,
            UserInfo userInfo,
            Introspection introspection,
            Revocation revocation,
            OAuthTokens tokens,
            DeviceAuthorizations devices,
            BrowserSessions browsers,
            RateLimits limits) {}

    /** @param relatedOrigins the one path below a portal's that is none of OpenID Connect's */
    public OpenIdSite(Callers callers, Parts parts, Route relatedOrigins, MasterKey keys, URI publicUrl) {
        BrowserCookie cookie = new BrowserCookie(publicUrl);
        Issuers issuers = new Issuers(publicUrl);
        String base = Objects.requireNonNullElse(publicUrl.getRawPath(), "");
        FirstRequest firstRequest = new FirstRequest(keys);
        var dpop = new DpopHeader(parts.proofs());
        var clients = new ClientRequests(parts.clients(), callers);
        var parser = new AuthorizationParser(parts.clients(), parts.objects(), parts.tokens(), issuers, firstRequest);
        var push = new PushEndpoint(parser, parts.pushed(), parts.limits());
        var authorize =
                new AuthorizeEndpoint(parser, parts.pushed(), parts.authorizations(), cookie, firstRequest, base);
        var logout = new LogoutEndpoint(parts.clients(), parts.tokens(), parts.browsers(), cookie, base);
        var token = new TokenEndpoint(parts.grants());
        var device = new DeviceEndpoint(parts.devices(), parts.limits(), publicUrl);
        var userInfo = new UserInfoEndpoint(parts.userInfo(), dpop, issuers);
        var status = new TokenStatusEndpoints(parts.introspection(), parts.revocation());
        this.callers = callers;
        this.tokens = parts.tokens();
        this.discovery = new DiscoveryDocument(issuers, publicUrl);
        this.routes = List.of(
                // OpenID Connect Discovery section 4, and RFC 8414 section 3, which puts the issuer's path behind
                get(PORTAL + "/.well-known/openid-configuration", forAnyPage(this::discover)),
                get(PORTAL + "/.well-known/oauth-authorization-server", forAnyPage(this::discover)),
                get("/.well-known/openid-configuration" + PORTAL, forAnyPage(this::discover)),
                get("/.well-known/oauth-authorization-server" + PORTAL, forAnyPage(this::discover)),
                // OpenID Connect Core section 3.1.2.1: GET and POST
                get(PORTAL + "/authorize", as(authorize::authorize)).withoutHead(),
                post(PORTAL + "/authorize", as(posted("/authorize", authorize::authorize, base))),
                // OpenID Connect RP-Initiated Logout section 2: GET and POST
                get(PORTAL + "/logout", as(logout::logOut)).withoutHead(),
                post(PORTAL + "/logout", as(posted("/logout", logout::logOut, base))),
                post(PORTAL + "/par", forAnyPage(proving("/par", clients, dpop, issuers, push::push))),
                post(PORTAL + "/token", forAnyPage(proving("/token", clients, dpop, issuers, token::answer))),
                post(PORTAL + "/device_authorization", forAnyPage(ofClient(clients, device::begin))),
                get(PORTAL + "/userinfo", forAnyPage(userInfo::answer)),
                post(PORTAL + "/userinfo", forAnyPage(userInfo::answer)),
                post(PORTAL + "/introspect", forAnyPage(ofClient(clients, status::introspect))),
                post(PORTAL + "/revoke", forAnyPage(ofClient(clients, status::revoke))),
                relatedOrigins);
    }

    private Route.Handler as(BiFunction<Caller, Request, Answer> call) {
        return request ->
                answered(request, call).orElseGet(() -> OpenIdPages.refusal(request, "There is no such portal."));
    }

    /**
     * A request that an application's page posts comes without our cookie, which is {@code SameSite=Lax}: so it is asked once more as a GET,
     * unless that would refuse it.
     */
    private static BiFunction<Caller, Request, Answer> posted(
            String endpoint, BiFunction<Caller, Request, Answer> call, String base) {
        return (caller, request) -> {
            String query = UrlQuery.of(request.parameters());
            boolean refused =
                    !request.parameters().repeated().isEmpty() || query.length() > AuthorizationParser.LONGEST;
            return refused
                    ? call.apply(caller, request)
                    : Answer.empty(303)
                            .with(
                                    "Location",
                                    UrlQuery.append(
                                            base + "/portals/" + caller.portal().id() + endpoint, query));
        };
    }

    /** Which page asks is nobody's secret here: what counts are credentials that no browser sends by itself. */
    private Route.Handler forAnyPage(BiFunction<Caller, Request, Answer> call) {
        return request -> readable(answered(request, call).orElseGet(() -> OAuthError.of(new Problem.NotFound())));
    }

    private static BiFunction<Caller, Request, Answer> ofClient(ClientRequests clients, ClientRequests.Call call) {
        return (caller, request) -> clients.answer(caller.portal(), request, call);
    }

    /** Answers a request of a client that is certain, and may have a key. */
    @FunctionalInterface
    private interface ProvenCall {
        Answer answer(Caller caller, OAuthClient client, Parameters form, @Nullable DpopProof proof);
    }

    private static BiFunction<Caller, Request, Answer> proving(
            String endpoint, ClientRequests clients, DpopHeader dpop, Issuers issuers, ProvenCall call) {
        return (caller, request) -> dpop.answer(
                request,
                issuers.endpoint(caller.portal().id(), endpoint),
                proof -> clients.answer(
                        caller.portal(),
                        request,
                        (application, client, form) -> call.answer(application, client, form, proof)));
    }

    /** Empty if there is no such portal. */
    private Optional<Answer> answered(Request request, BiFunction<Caller, Request, Answer> call) {
        return Digits.number(request.segment("portal"))
                .flatMap(portal -> callers.browser(Dialect.OPENID, portal, request.remote(), request.id()))
                .map(caller -> call.apply(caller, request)
                        .to(new Requester(
                                caller.dialect().label(), caller.portal().id(), caller.clientId())));
    }

    /** It says that there is a key for RS256, so there has to be. */
    private Answer discover(Caller caller, Request request) {
        tokens.prepareKeys();
        return Answer.json(200, discovery.of(caller.portal())).with("Cache-Control", "public, max-age=300");
    }

    @Override
    public String name() {
        return Dialect.OPENID.label();
    }

    @Override
    public List<String> prefixes() {
        return List.of("/portals/", "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server");
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public boolean readsJson() {
        return false;
    }

    @Override
    public Answer problem(Problem problem, String path) {
        return problem(problem, path, "");
    }

    @Override
    public Answer problem(Problem problem, String path, String languages) {
        return isForBrowsers(path) ? OpenIdPages.problem(problem, languages) : readable(OAuthError.of(problem));
    }

    @Override
    public Answer options(Request request, SortedSet<String> allowed, String path) {
        return isForBrowsers(path)
                ? Site.super.options(request, allowed, path)
                : readable(Answer.empty(204))
                        .with("Access-Control-Allow-Methods", String.join(", ", allowed))
                        .with("Access-Control-Allow-Headers", "Authorization, Content-Type, DPoP")
                        .with("Access-Control-Max-Age", "7200");
    }

    private static boolean isForBrowsers(String path) {
        return path.endsWith("/authorize") || path.endsWith("/logout");
    }

    private static Answer readable(Answer answer) {
        return answer.with("Access-Control-Allow-Origin", "*")
                .with("Access-Control-Expose-Headers", "DPoP-Nonce, Retry-After, WWW-Authenticate");
    }
}

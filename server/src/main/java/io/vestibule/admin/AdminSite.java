package io.vestibule.admin;

import io.vestibule.administration.ActAsAdministration;
import io.vestibule.administration.ApiKeyAdministration;
import io.vestibule.administration.BrandingAdministration;
import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.CustomerAdministration;
import io.vestibule.administration.CustomerData;
import io.vestibule.administration.Health;
import io.vestibule.administration.KeyAdministration;
import io.vestibule.administration.LinkAdministration;
import io.vestibule.administration.MailAdministration;
import io.vestibule.administration.MailSamples;
import io.vestibule.administration.MailTextAdministration;
import io.vestibule.administration.OperatorAdministration;
import io.vestibule.administration.PasskeyAdministration;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.SchemaTrial;
import io.vestibule.administration.SignInAdministration;
import io.vestibule.administration.TestMail;
import io.vestibule.administration.UpstreamAdministration;
import io.vestibule.audit.AuditContext;
import io.vestibule.audit.AuditStore;
import io.vestibule.audit.StatisticsStore;
import io.vestibule.customer.Customer;
import io.vestibule.diagnosis.Diagnoses;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Network;
import io.vestibule.guard.Permitted;
import io.vestibule.guard.RateLimit;
import io.vestibule.guard.RateLimiter;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.RequestException;
import io.vestibule.http.Route;
import io.vestibule.http.SameOrigin;
import io.vestibule.http.Site;
import io.vestibule.idempotency.IdempotencyStore;
import io.vestibule.idempotency.KeptAnswers;
import io.vestibule.json.Json;
import io.vestibule.mail.OutboxStore;
import io.vestibule.operator.Permissions;
import io.vestibule.operator.Permissions.Decision;
import io.vestibule.operator.Principal;
import io.vestibule.operator.Principals;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.sql.Sql;
import io.vestibule.transfer.job.ImportJobs;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The admin API. Each call goes the same way: who is it, is there room for one more, does their role permit it; then the answer that was
 * kept for its {@code Idempotency-Key}, or the handler, which asks whether the portal is theirs.
 */
public final class AdminSite implements Site, KeptAnswers.Refusals {
    public static final String NAME = "admin";
    public static final String ROOT = "/api/admin/v1";
    public static final List<String> PREFIXES = List.of("/api/admin/");

    private final Sessions sessions;
    private final Principals principals;
    private final RateLimiter limits;
    private final GuardStore guard;
    private final KeptAnswers answers;
    private final CustomerDataResources data;
    private final List<Route> routes;

    /**
     * Which requests may use a session of the console.
     *
     * @param cookie its name
     * @param pages  tells our own pages from others
     */
    public record Sessions(String cookie, SameOrigin pages) {}

    /**
     * What the calls ask.
     *
     * @param mailDue tells the sender that something is due
     */
    public record UseCases(
            PortalAdministration portals,
            PasskeyAdministration passkeys,
            BrandingAdministration branding,
            MailTextAdministration mailTexts,
            MailSamples mailSamples,
            TestMail testMail,
            UpstreamAdministration upstreams,
            ClientAdministration clients,
            CustomerAdministration customers,
            SignInAdministration signIns,
            CustomerData customerData,
            ActAsAdministration actAs,
            MailAdministration mail,
            OutboxStore outbox,
            Runnable mailDue,
            AuditStore audit,
            StatisticsStore statistics,
            KeyAdministration keys,
            OperatorAdministration operators,
            ApiKeyAdministration apiKeys,
            ImportJobs imports,
            Health health,
            LinkAdministration links,
            SchemaTrial schemaTrial,
            Diagnoses diagnoses) {}

    /** The API with all its calls. */
    public static AdminSite of(
            Sessions sessions,
            Principals principals,
            RateLimiter limits,
            GuardStore guard,
            IdempotencyStore answers,
            MasterKey keys,
            Sql sql,
            long longestUpload,
            UseCases useCases) {
        return new AdminSite(
                sessions, principals, limits, guard, answers, keys, AdminRoutes.of(useCases, sql, longestUpload));
    }

    private AdminSite(
            Sessions sessions,
            Principals principals,
            RateLimiter limits,
            GuardStore guard,
            IdempotencyStore answers,
            MasterKey keys,
            AdminRoutes routes) {
        this.sessions = sessions;
        this.principals = principals;
        this.limits = limits;
        this.guard = guard;
        this.answers = new KeptAnswers(NAME, answers, keys, this);
        this.data = routes.customerData();
        this.routes = routes.all().stream().map(this::route).toList();
    }

    /** All that is kept of a customer, as its call answers; the audit tells of it. */
    public Json export(Customer customer, AuditContext context) {
        return data.export(customer, context);
    }

    private Route route(AdminRoute route) {
        Route made = Route.of(route.method(), ROOT + route.template(), request -> {
                    try {
                        return answer(route, request);
                    } catch (AdminProblem.Thrown e) {
                        return e.problem().answer();
                    }
                })
                .withUpload(route.upload());
        return route.streamed() ? made.withStreamedUpload() : made;
    }

    private Answer answer(AdminRoute route, Request request) {
        Principal principal = principal(request);
        RateLimiter.Quota quota = limits.quota(RateLimit.ADMIN_API);
        return switch (guard.take(limits.permits(Map.of(RateLimit.ADMIN_API, principal.rateLimitKey())))) {
            case Permitted.Throttled<Integer>(Duration retryAfter) ->
                limited(problem(new Problem.Throttled(retryAfter), ""), quota, 0);
            case Permitted.Granted<Integer>(Integer remaining) ->
                limited(permitted(route, request, principal), quota, remaining);
        };
    }

    private Answer permitted(AdminRoute route, Request request, Principal principal) {
        if (Permissions.decide(principal, route.action()) == Decision.FORBIDDEN) {
            return AdminProblem.forbidden().answer();
        }
        if (route.action().wantsProof() && !principal.fresh()) {
            return AdminProblem.proofWanted();
        }
        if (!route.repeatable()) {
            return handled(route, request, principal);
        }
        // Other portals make another caller: what was kept for the former ones isn't theirs any more
        var asked = new KeptAnswers.Asked(
                route.method() + " " + route.template(),
                route.streamed(),
                request,
                " " + principal.rateLimitKey() + " " + principal.portals());
        return answers.answer(asked, again -> handled(route, again, principal));
    }

    private Answer handled(AdminRoute route, Request request, Principal principal) {
        try {
            return route.handler().answer(new Call(request, principal, route.action()));
        } catch (AdminProblem.Thrown e) {
            return e.problem().answer();
        } catch (RequestException e) {
            return problem(e.problem(), "");
        }
    }

    /** draft-ietf-httpapi-ratelimit-headers-11. */
    private static Answer limited(Answer answer, RateLimiter.Quota quota, int remaining) {
        long window = Math.ceilDiv(quota.spacing().multipliedBy(quota.burst()).toMillis(), 1000);
        long reset = Math.ceilDiv(
                quota.spacing().multipliedBy(quota.burst() - remaining).toMillis(), 1000);
        return answer.with("RateLimit-Policy", "\"admin\";q=" + quota.burst() + ";w=" + window)
                .with("RateLimit", "\"admin\";r=" + remaining + ";t=" + reset);
    }

    private Principal principal(Request request) {
        var origin = new Principals.Origin(NAME, Network.of(request.remote()), request.id());
        if (request.header("Authorization").isPresent()) {
            return request.authorization("Bearer")
                    .flatMap(key -> principals.byApiKey(Secret.of(key), origin))
                    .orElseThrow(() -> AdminProblem.unauthenticated().thrown());
        }
        Principal principal = request.cookie(sessions.cookie())
                .flatMap(cookie -> principals.bySession(cookie, origin))
                .orElseThrow(() -> AdminProblem.unauthenticated().thrown());
        if (sessions.pages().of(request) == SameOrigin.Sender.FOREIGN) {
            throw AdminProblem.foreignPage().thrown();
        }
        return principal;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> prefixes() {
        return PREFIXES;
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public Answer problem(Problem problem, String path) {
        return problem.onto(AdminProblem.of(problem).answer());
    }

    @Override
    public Answer throttled(Duration retryAfter) {
        return problem(new Problem.Throttled(retryAfter), "");
    }

    @Override
    public Answer refused(int status, String sentence) {
        return AdminProblem.idempotency(status, sentence).answer();
    }

    @Override
    public Answer different(String sentence) {
        return AdminProblem.idempotency(422, sentence).answer();
    }
}

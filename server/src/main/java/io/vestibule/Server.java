package io.vestibule;

import io.vestibule.branding.BrandingStore;
import io.vestibule.config.Config;
import io.vestibule.config.Mode;
import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.LoginStore;
import io.vestibule.customer.PasswordStore;
import io.vestibule.factor.EnrolmentStore;
import io.vestibule.factor.FactorCodes;
import io.vestibule.factor.FactorStore;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.RateLimiter;
import io.vestibule.http.Edge;
import io.vestibule.http.Listener;
import io.vestibule.http.Problem;
import io.vestibule.http.RecentRefusals;
import io.vestibule.http.RequestObserver;
import io.vestibule.http.Site;
import io.vestibule.http.TrustedProxies;
import io.vestibule.idempotency.IdempotencyStore;
import io.vestibule.idempotency.IdempotentSite;
import io.vestibule.link.LinkStore;
import io.vestibule.link.Links;
import io.vestibule.link.LoginTokenStore;
import io.vestibule.mail.DevInbox;
import io.vestibule.mail.MailSender;
import io.vestibule.node.Job;
import io.vestibule.oauth.Issuers;
import io.vestibule.oauth.LogoutNoticeStore;
import io.vestibule.oauth.LogoutNotifier;
import io.vestibule.oauth.LogoutTokens;
import io.vestibule.oauth.PairwiseKeyStore;
import io.vestibule.oauth.PushedRequestStore;
import io.vestibule.oauth.PushedRequests;
import io.vestibule.oauth.Subjects;
import io.vestibule.operations.FailoverWatch;
import io.vestibule.operations.Heartbeat;
import io.vestibule.operations.Housekeeping;
import io.vestibule.operations.ManagementSite;
import io.vestibule.operations.Metrics;
import io.vestibule.operations.ThrottledRequests;
import io.vestibule.operator.ConsoleCookie;
import io.vestibule.page.DeveloperPages;
import io.vestibule.page.OpenApiDocuments;
import io.vestibule.page.PublicSite;
import io.vestibule.page.portal.ActAsPage;
import io.vestibule.page.portal.LinkPages;
import io.vestibule.page.portal.PageRequests;
import io.vestibule.passkey.Decoys;
import io.vestibule.passkey.PasskeyRegistrationStore;
import io.vestibule.passkey.PasskeyStore;
import io.vestibule.passkey.RelyingParties;
import io.vestibule.passkey.WebAuthn;
import io.vestibule.password.HashBusyException;
import io.vestibule.password.HashPool;
import io.vestibule.password.PasswordHasher;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.password.PepperStore;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Callers;
import io.vestibule.portal.Origins;
import io.vestibule.portal.PortalStore;
import io.vestibule.provisioning.CustomerSearchStore;
import io.vestibule.provisioning.Provisioning;
import io.vestibule.provisioning.ProvisioningStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.session.AccessTokens;
import io.vestibule.session.ActAsSessionStore;
import io.vestibule.session.BrowserSessionStore;
import io.vestibule.session.BrowserSessions;
import io.vestibule.session.RotationStore;
import io.vestibule.session.SessionStore;
import io.vestibule.session.Sessions;
import io.vestibule.session.SigningKeys;
import io.vestibule.signin.ChallengeStore;
import io.vestibule.signin.CodeAttempts;
import io.vestibule.signin.CodeMail;
import io.vestibule.signin.EmailChange;
import io.vestibule.signin.EmailChangeStore;
import io.vestibule.signin.Enrolment;
import io.vestibule.signin.FreshProof;
import io.vestibule.signin.LinkRedemption;
import io.vestibule.signin.LinkRedemptionStore;
import io.vestibule.signin.LinkRequests;
import io.vestibule.signin.LinkSignIn;
import io.vestibule.signin.LinkSignInStore;
import io.vestibule.signin.LoginTokens;
import io.vestibule.signin.LookUp;
import io.vestibule.signin.OneTimeCodes;
import io.vestibule.signin.OwnAccount;
import io.vestibule.signin.OwnEmail;
import io.vestibule.signin.OwnPasskeys;
import io.vestibule.signin.PasskeyProofStore;
import io.vestibule.signin.PasskeyRequestStore;
import io.vestibule.signin.PasskeySignIn;
import io.vestibule.signin.PasswordProof;
import io.vestibule.signin.PasswordProofStore;
import io.vestibule.signin.PasswordSignIn;
import io.vestibule.signin.RateLimits;
import io.vestibule.signin.Reauthentication;
import io.vestibule.signin.RegistrationStore;
import io.vestibule.signin.SecondStep;
import io.vestibule.signin.SignUp;
import io.vestibule.signin.StepUp;
import io.vestibule.signin.StepUpStore;
import io.vestibule.sql.Sql;
import io.vestibule.store.Database;
import io.vestibule.store.Outages;
import io.vestibule.transfer.job.ImportRunner;
import io.vestibule.upstream.UpstreamAwayException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The only place where objects are made, with {@link OpenIdConnect} and its like, and routes are mounted. Reads top to bottom: store, guards, features, dialects, edge. */
public final class Server implements AutoCloseable {
    private final Listener listener;
    private final List<Runnable> ends;

    /** @param ends of all that runs, in their order */
    private Server(Listener listener, List<Runnable> ends) {
        this.listener = listener;
        this.ends = ends;
    }

    /** What every dialect is made of: who calls, whose a login is, and whether a password is theirs. */
    record Parts(Callers callers, LookUp lookUp, PasswordSignIn signIn) {}

    /** Serves from a database whose schema is up to date. The database is the caller's to close, after the server. */
    public static Server start(Config config, Database database, MasterKey keys) {
        return start(config, database, keys, parts -> List.of());
    }

    /** The same with further dialects: a test keeps the recipe for a new one. */
    static Server start(Config config, Database database, MasterKey keys, Function<Parts, List<Site>> furtherDialects) {
        Clock clock = Clock.systemUTC();
        boolean testMode = config.mode() == Mode.TEST;
        Sql sql = database.sql();

        // Stores
        var portals = new PortalStore(sql);
        var customers = new CustomerStore(sql);
        var guard = new GuardStore(sql);
        var passwordProofs = new PasswordProofStore(database.signInSql());
        var delivery = MailDelivery.of(sql, config, keys, clock);
        var outbox = delivery.outbox();
        var mail = delivery.sender();
        DevInbox inbox = delivery.inbox();
        var linkStore = new LinkStore(sql, outbox);
        var registrations = new RegistrationStore(database.signInSql(), linkStore);
        var sessionStore = new SessionStore(sql);
        var rotations = new RotationStore(
                sql, config.session().refreshIdle(), config.session().refreshGrace());
        var factorStore = new FactorStore(sql, outbox);

        // Guards and callers
        var callers = new Callers(portals, new ApiClientStore(sql), keys);
        var origins = new Origins(portals, testMode);
        var limits = new RateLimits(new RateLimiter(config.guard(), keys));
        var lockout = new Lockout(config.guard(), keys);

        // Passwords
        var hasher = PasswordHasher.create(new PepperStore(sql, keys)::secret);
        var pool = HashPool.of(hasher, config.password());
        var policy = new PasswordPolicy();

        // Links and sessions
        var links = new Links(config.link(), config.http().publicUrl());
        var signingKeys = new SigningKeys(sql, keys, config.session().accessFromLink());
        var tokens = new AccessTokens(signingKeys, config.http().publicUrl(), clock);
        var sessions = new Sessions(sessionStore, rotations, customers, tokens, keys, config.session());
        var issuers = new Issuers(config.http().publicUrl());
        var subjects = new Subjects(new PairwiseKeyStore(sql, keys));
        var logouts = new LogoutNotifier(
                new LogoutNoticeStore(sql, testMode), new LogoutTokens(signingKeys, issuers, subjects, clock));
        var browsers = new BrowserSessions(new BrowserSessionStore(sql), new ActAsSessionStore(sql), logouts::nudge);

        // Use cases
        var movingIn = MovingIn.of(database, config, keys, clock, lockout);
        var lookUp = new LookUp(customers, new LoginStore(sql), limits, movingIn.lookUp());
        var proof = new PasswordProof(passwordProofs, lockout, pool);
        var signIn =
                new PasswordSignIn(movingIn.proof(proof, pool), passwordProofs, limits, lockout, sessions, factorStore);
        var linkSignIn = new LinkSignIn(new LinkSignInStore(sql), factorStore, sessions, mail);
        var reauthentication = new Reauthentication(proof, passwordProofs, limits, pool);
        var signUp = new SignUp(customers, registrations, limits, links, pool, mail, movingIn.lookUp());
        var requests = new LinkRequests(
                customers, registrations, guard, limits, lockout, linkStore, links, mail, movingIn.lookUp());
        var provisioning = new Provisioning(
                new ProvisioningStore(sql, outbox),
                new CustomerSearchStore(sql, database.searchSql()),
                new CustomerAdministrationStore(sql),
                pool,
                mail,
                movingIn.lookUp());
        var redemption = new LinkRedemption(linkStore, new LinkRedemptionStore(sql), pool, mail);
        var emailChange = new EmailChange(
                new EmailChangeStore(sql, linkStore, outbox), linkStore, guard, limits, links, mail, movingIn.lookUp());
        var factorCodes = new FactorCodes(keys);
        var codeMail = new CodeMail(factorStore, factorCodes, guard, limits, mail);
        var challenges = new ChallengeStore(sql);
        var attempts = new CodeAttempts(factorStore, factorCodes, guard, limits);
        var secondStep = new SecondStep(challenges, attempts, lockout, sessions, codeMail);
        var stepUp = new StepUp(new StepUpStore(sql), factorStore, attempts, lockout, codeMail);
        var oneTimeCodes = new OneTimeCodes(customers, factorStore, factorCodes, guard, limits, lockout, codeMail);
        var enrolment = new Enrolment(
                factorStore,
                new EnrolmentStore(sql),
                factorCodes,
                attempts,
                reauthentication,
                guard,
                limits,
                lockout,
                mail);
        var freshProof = new FreshProof(factorStore, attempts, reauthentication, lockout);
        var parties = new RelyingParties(origins, config.http().publicUrl(), testMode);
        var webAuthn = new WebAuthn();
        var ownPasskeys = new OwnPasskeys(
                new PasskeyStore(sql), new PasskeyRegistrationStore(sql), parties, webAuthn, freshProof, mail);
        var passkeySignIn = new PasskeySignIn(
                new PasskeyRequestStore(sql),
                new PasskeyProofStore(sql),
                parties,
                webAuthn,
                new Decoys(keys),
                limits,
                sessions);
        var loginTokens = new LoginTokens(new LoginTokenStore(sql));

        var account = new OwnAccount(reauthentication, new PasswordStore(sql), sessionStore, pool, mail);
        var useCases = new UseCases(
                lookUp,
                signIn,
                signUp,
                linkSignIn,
                requests,
                redemption,
                emailChange,
                passkeySignIn,
                secondStep,
                stepUp,
                codeMail,
                oneTimeCodes,
                loginTokens,
                enrolment,
                ownPasskeys,
                account,
                new OwnEmail(freshProof, emailChange, requests),
                provisioning,
                sessions,
                browsers,
                customers,
                limits,
                policy);

        // Dialects
        var answers = new IdempotencyStore(sql);
        List<Site> dialects = new ArrayList<>(List.of(
                Dialects.sonar(useCases, callers),
                Dialects.logicBoxes(useCases, callers, config),
                new IdempotentSite(Dialects.keaze(useCases, callers, origins, config), answers, keys)));
        dialects.addAll(furtherDialects.apply(new Parts(callers, lookUp, signIn)));

        // OpenID Connect
        var pushed = new PushedRequests(new PushedRequestStore(sql));
        var openIdConnect = OpenIdConnect.of(
                sql, config, keys, clock, callers, signingKeys, rotations, browsers, pushed, parties, subjects, limits);

        // Admin API
        var importing = Importing.of(database, config.imports(), keys);
        var refusals = new RecentRefusals();
        var adminParts = new AdminApi.Parts(
                sql,
                database.searchSql(),
                config,
                keys,
                callers,
                signingKeys,
                delivery,
                movingIn.clients(),
                pool,
                policy,
                webAuthn,
                importing.jobs(),
                answers,
                refusals);
        List<Site> documented = new ArrayList<>(dialects);
        var admin = AdminApi.onDemand(adminParts);
        documented.add(AdminApi.site(admin));

        // Pages
        var pageRequests = new PageRequests(
                callers, browsers, pushed, parties, keys, config.http().publicUrl());
        var actAs = new ActAsPage(
                () -> admin.get().actAs(), new ConsoleCookie(config.http().publicUrl()));
        var portalPages = CustomerPages.of(useCases, openIdConnect, pageRequests, actAs, new BrandingStore(sql));
        var linkPages = new LinkPages(redemption, policy, callers, config.http().publicUrl());
        var documents = new OpenApiDocuments(documented.stream().map(Site::name).toList());
        var pages = new PublicSite(documents, signingKeys, DeveloperPages.of(config, documents, callers, inbox));

        // The edge
        var throttled = new ThrottledRequests();
        var metrics = new Metrics(
                pool, outbox, logouts, movingIn.bulkhead(), movingIn.breakers(), movingIn.store(), database, throttled);
        var proxies = new TrustedProxies(
                address -> config.http().trustedProxies().stream().anyMatch(proxy -> proxy.contains(address)));
        List<Site> sites = new ArrayList<>(documented);
        sites.addAll(List.of(openIdConnect.site(), portalPages, Console.site(admin, adminParts)));
        sites.add(new IdempotentSite(linkPages, answers, keys));
        sites.add(pages); // the last one has every path that is no other's
        var edge = new Edge(sites, proxies, Server::problem, refusals.beside(metrics));
        var management = new Edge(
                List.of(new ManagementSite(database, metrics)), proxies, Server::problem, RequestObserver.NONE);

        signingKeys.keySet(); // the first sign-in needn't make the first key
        var housekeeping = new Housekeeping(database.patientSql(), signingKeys, callers.uses(), lockout.duration());
        var failovers = new FailoverWatch(sql);
        var listener = Listener.start(
                config.http(), edge, management, metrics); // a taken port ends it here, with nothing begun
        var heartbeat = new Heartbeat(
                sql,
                new Heartbeat.Sources(
                        database,
                        pool,
                        listener::openConnections,
                        () -> jobs(housekeeping, mail, logouts, importing.runner(), failovers),
                        throttled));
        mail.start();
        housekeeping.start();
        failovers.start();
        pool.start(config.password().library());
        logouts.start();
        importing.runner().start();
        heartbeat.start();
        return new Server(
                listener,
                List.of(
                        delivery::closeInbox,
                        listener::close,
                        importing.runner()::close,
                        heartbeat::close,
                        housekeeping::close,
                        failovers::close,
                        logouts::close,
                        movingIn.clients()::close,
                        mail::close,
                        pool::close));
    }

    private static List<Job> jobs(
            Housekeeping housekeeping,
            MailSender mail,
            LogoutNotifier logouts,
            ImportRunner imports,
            FailoverWatch failovers) {
        List<Job> jobs = new ArrayList<>(housekeeping.jobs());
        jobs.addAll(List.of(mail.job(), logouts.job(), imports.job(), failovers.job()));
        return jobs;
    }

    /** What an exception of a feature means for whoever asked. */
    private static Problem problem(Throwable fault) {
        return switch (fault) {
            case HashBusyException busy -> new Problem.Unavailable(busy.retryAfter());
            case UpstreamAwayException away -> new Problem.Unavailable(away.retryAfter());
            default -> Outages.isOutage(fault) ? new Problem.Unavailable(Duration.ofSeconds(1)) : new Problem.Fault();
        };
    }

    public int port() {
        return listener.port();
    }

    public int managementPort() {
        return listener.managementPort();
    }

    /** Finishes what is in flight: requests first, then the mail being sent. */
    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}

package io.vestibule;

import io.vestibule.admin.AdminSite;
import io.vestibule.administration.ApiKeyAdministration;
import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.ClientRules;
import io.vestibule.administration.CustomerAdministration;
import io.vestibule.administration.CustomerPossessions;
import io.vestibule.administration.Health;
import io.vestibule.administration.KeyAdministration;
import io.vestibule.administration.MailAdministration;
import io.vestibule.administration.OperatorAdministration;
import io.vestibule.administration.PasskeyAdministration;
import io.vestibule.administration.Passwords;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.SignInAdministration;
import io.vestibule.audit.AuditStore;
import io.vestibule.audit.StatisticsStore;
import io.vestibule.cache.Deferred;
import io.vestibule.config.Config;
import io.vestibule.config.Mode;
import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.customer.CustomerLookupStore;
import io.vestibule.customer.CustomerStore;
import io.vestibule.factor.EnrolmentStore;
import io.vestibule.factor.FactorCodes;
import io.vestibule.factor.TotpSecretStore;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.RateLimiter;
import io.vestibule.http.DeferredSite;
import io.vestibule.http.Site;
import io.vestibule.idempotency.IdempotencyStore;
import io.vestibule.idempotency.IdempotentSite;
import io.vestibule.link.LinkAdministrationStore;
import io.vestibule.mail.OutboxAdministrationStore;
import io.vestibule.mail.OutboxStore;
import io.vestibule.oauth.AuthorizationStore;
import io.vestibule.oauth.GrantStore;
import io.vestibule.oauth.OAuthClientStore;
import io.vestibule.oauth.PairwiseKeyStore;
import io.vestibule.operator.ApiKeyStore;
import io.vestibule.operator.ConsoleCookie;
import io.vestibule.operator.OperatorCodes;
import io.vestibule.operator.OperatorSessionStore;
import io.vestibule.operator.OperatorSetup;
import io.vestibule.operator.OperatorSetupStore;
import io.vestibule.operator.OperatorSignIn;
import io.vestibule.operator.OperatorSignInStore;
import io.vestibule.operator.OperatorStore;
import io.vestibule.operator.Principals;
import io.vestibule.passkey.PasskeyStore;
import io.vestibule.password.HashPool;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.password.PepperStore;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Callers;
import io.vestibule.portal.Origins;
import io.vestibule.portal.PasskeyPolicyStore;
import io.vestibule.portal.PortalAdministrationStore;
import io.vestibule.portal.PortalStore;
import io.vestibule.provisioning.CustomerSearchStore;
import io.vestibule.provisioning.ProvisioningStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.session.SessionStore;
import io.vestibule.session.SigningKeys;
import io.vestibule.sql.Sql;
import io.vestibule.upstream.UpstreamStore;
import java.util.function.Supplier;

/**
 * The objects of those who administer, as {@link Server} makes the others: at first use, since few requests need them.
 *
 * @param signIn how an operator signs in to the console
 * @param setup  how an operator sets password and second factor
 * @param api    the admin API
 */
record AdminApi(
        ConsoleCookie cookie,
        Principals principals,
        OperatorSignIn signIn,
        OperatorSetup setup,
        OperatorSessionStore sessions,
        AdminSite.UseCases useCases,
        AdminSite api) {

    /** What the server has already. */
    record Parts(
            Sql sql,
            Config config,
            MasterKey keys,
            Callers callers,
            SigningKeys signingKeys,
            OutboxStore outbox,
            HashPool pool,
            PasswordPolicy policy,
            Runnable mailDue) {}

    /** Makes them for the first who asks. */
    static Supplier<AdminApi> onDemand(Parts parts) {
        return new Deferred<>(() -> of(parts));
    }

    /** The admin API, whose objects its first request makes. */
    static Site site(Supplier<AdminApi> admin, IdempotencyStore answers, MasterKey keys) {
        return new DeferredSite(AdminSite.NAME, AdminSite.PREFIXES, () -> {
            AdminSite api = admin.get().api();
            return new IdempotentSite(api, answers, keys, api);
        });
    }

    private static AdminApi of(Parts parts) {
        Sql sql = parts.sql();
        Config config = parts.config();
        MasterKey keys = parts.keys();
        boolean testMode = config.mode() == Mode.TEST;

        // Stores
        var portals = new PortalStore(sql);
        var customers = new CustomerStore(sql);
        var customerStore = new CustomerAdministrationStore(sql);
        var guard = new GuardStore(sql);
        var passkeys = new PasskeyStore(sql);
        var factors = new EnrolmentStore(sql);
        var customerSessions = new SessionStore(sql);
        var outbox = new OutboxAdministrationStore(sql);
        var audit = new AuditStore(sql);
        var operators = new OperatorStore(sql);
        var setups = new OperatorSetupStore(sql);
        var sessions = new OperatorSessionStore(sql);
        var apiKeys = new ApiKeyStore(sql);

        // Operators
        var codes = new OperatorCodes(keys);
        var limits = new RateLimiter(config.guard(), keys);
        var cookie = new ConsoleCookie(config.http().publicUrl());
        var principals = new Principals(apiKeys, sessions);

        // Use cases
        var passwords = new Passwords(parts.policy(), parts.pool()::hash);
        var useCases = new AdminSite.UseCases(
                new PortalAdministration(portals, new PortalAdministrationStore(sql, portals), testMode),
                new PasskeyAdministration(portals, new PasskeyPolicyStore(sql), customers, passkeys, testMode),
                new ClientAdministration(
                        portals,
                        new ApiClientStore(sql),
                        new OAuthClientStore(sql),
                        parts.callers(),
                        parts.signingKeys(),
                        new ClientRules(config.session().accessFromLink(), testMode)),
                new CustomerAdministration(
                        portals,
                        customers,
                        customerStore,
                        new CustomerSearchStore(sql),
                        new ProvisioningStore(sql, parts.outbox()),
                        new CustomerLookupStore(sql),
                        guard,
                        passkeys,
                        passwords),
                new SignInAdministration(customers, customerStore, guard, factors, customerSessions, passwords),
                new CustomerPossessions(
                        customerSessions,
                        factors,
                        passkeys,
                        new AuthorizationStore(sql),
                        new GrantStore(sql),
                        new LinkAdministrationStore(sql),
                        outbox,
                        audit),
                new MailAdministration(outbox),
                parts.mailDue(),
                audit,
                new StatisticsStore(sql),
                new KeyAdministration(
                        parts.signingKeys(),
                        new FactorCodes(keys),
                        new TotpSecretStore(sql),
                        new PepperStore(sql, keys),
                        new PairwiseKeyStore(sql, keys),
                        customerSessions,
                        new UpstreamStore(sql),
                        keys,
                        operators,
                        codes),
                new OperatorAdministration(
                        operators, setups, sessions, portals, config.http().publicUrl()),
                new ApiKeyAdministration(apiKeys, portals),
                new Health(sql));
        return new AdminApi(
                cookie,
                principals,
                new OperatorSignIn(
                        new OperatorSignInStore(sql), codes, limits, new Lockout(config.guard(), keys), parts.pool()),
                new OperatorSetup(setups, codes, parts.policy(), parts.pool()),
                sessions,
                useCases,
                AdminSite.of(
                        new AdminSite.Sessions(
                                cookie.name(), Origins.of(config.http().publicUrl())),
                        principals,
                        limits,
                        guard,
                        sql,
                        useCases));
    }
}

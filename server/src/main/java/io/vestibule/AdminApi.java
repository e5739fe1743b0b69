package io.vestibule;

import io.vestibule.admin.AdminSite;
import io.vestibule.administration.ActAsAdministration;
import io.vestibule.administration.ApiKeyAdministration;
import io.vestibule.administration.BrandingAdministration;
import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.ClientRules;
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
import io.vestibule.administration.Passwords;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.SchemaTrial;
import io.vestibule.administration.SignInAdministration;
import io.vestibule.administration.TestMail;
import io.vestibule.administration.UpstreamAdministration;
import io.vestibule.audit.AuditStore;
import io.vestibule.audit.StatisticsStore;
import io.vestibule.branding.BrandingStore;
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
import io.vestibule.guard.RateLimiter;
import io.vestibule.http.DeferredSite;
import io.vestibule.http.RecentRefusals;
import io.vestibule.http.SameOrigin;
import io.vestibule.http.Site;
import io.vestibule.idempotency.IdempotencyStore;
import io.vestibule.link.LinkAdministrationStore;
import io.vestibule.link.LinkStore;
import io.vestibule.link.Links;
import io.vestibule.mail.MailTextStore;
import io.vestibule.mail.OutboxAdministrationStore;
import io.vestibule.mail.OutboxStore;
import io.vestibule.oauth.AuthorizationStore;
import io.vestibule.oauth.GrantStore;
import io.vestibule.oauth.OAuthClientStore;
import io.vestibule.oauth.PairwiseKeyStore;
import io.vestibule.operator.ActAs;
import io.vestibule.operator.ActAsLinkStore;
import io.vestibule.operator.ApiKeyStore;
import io.vestibule.operator.OperatorCodes;
import io.vestibule.operator.OperatorPasskeyStore;
import io.vestibule.operator.OperatorSessionStore;
import io.vestibule.operator.OperatorSetupStore;
import io.vestibule.operator.OperatorStore;
import io.vestibule.passkey.PasskeyStore;
import io.vestibule.passkey.WebAuthn;
import io.vestibule.password.HashPool;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.password.PepperStore;
import io.vestibule.portal.ActAsPolicyStore;
import io.vestibule.portal.ApiClientAdministrationStore;
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
import io.vestibule.transfer.job.ImportJobs;
import io.vestibule.upstream.UpstreamClients;
import io.vestibule.upstream.UpstreamProgressStore;
import io.vestibule.upstream.UpstreamStore;
import java.util.function.Supplier;

/**
 * The objects of those who administer, as {@link Server} makes the others: at first use, since few requests need them.
 *
 * @param accounts how operators come in
 * @param api      the admin API
 */
record AdminApi(OperatorAccounts accounts, ActAs actAs, AdminSite.UseCases useCases, AdminSite api) {

    /** What the server has already. */
    record Parts(
            Sql sql,
            Sql searchSql,
            Config config,
            MasterKey keys,
            Callers callers,
            SigningKeys signingKeys,
            MailDelivery delivery,
            UpstreamClients upstreams,
            HashPool pool,
            PasswordPolicy policy,
            WebAuthn webAuthn,
            ImportJobs imports,
            IdempotencyStore answers,
            RecentRefusals refusals) {
        OutboxStore outbox() {
            return delivery.outbox();
        }

        /** Tells the sender that something is due. */
        Runnable mailDue() {
            return delivery.sender()::nudge;
        }
    }

    /** Makes them for the first who asks. */
    static Supplier<AdminApi> onDemand(Parts parts) {
        return new Deferred<>(() -> of(parts));
    }

    /** The admin API, whose objects its first request makes. */
    static Site site(Supplier<AdminApi> admin) {
        return new DeferredSite(
                AdminSite.NAME, AdminSite.PREFIXES, () -> admin.get().api());
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
        var lookup = new CustomerLookupStore(sql);
        var guard = new GuardStore(sql);
        var passkeys = new PasskeyStore(sql);
        var factors = new EnrolmentStore(sql);
        var customerSessions = new SessionStore(sql);
        var outbox = new OutboxAdministrationStore(sql);
        var audit = new AuditStore(sql);
        var operators = new OperatorStore(sql);
        var apiKeys = new ApiKeyStore(sql);
        var portalStore = new PortalAdministrationStore(sql, portals);
        var branding = new BrandingStore(sql);
        var upstreams = new UpstreamStore(sql);
        var actAsLinks = new ActAsLinkStore(sql);

        var limits = new RateLimiter(config.guard(), keys);

        // Use cases
        var mailTextStore = new MailTextStore(sql);
        var renderer = parts.delivery().renderer();
        var mailTexts = new MailTextAdministration(portals, mailTextStore, renderer);
        var mailSamples = new MailSamples(
                portals,
                portalStore,
                branding,
                mailTextStore,
                renderer,
                config.http().publicUrl());
        var passwords = new Passwords(parts.policy(), parts.pool()::hash);
        var useCases = new AdminSite.UseCases(
                new PortalAdministration(portals, portalStore, testMode),
                new PasskeyAdministration(portals, new PasskeyPolicyStore(sql), customers, passkeys, testMode),
                new BrandingAdministration(branding),
                mailTexts,
                mailSamples,
                new TestMail(
                        mailSamples,
                        mailTexts,
                        operators,
                        guard,
                        limits,
                        parts.delivery().transport()),
                new UpstreamAdministration(
                        portals,
                        upstreams,
                        new UpstreamProgressStore(parts.searchSql()),
                        lookup,
                        parts.upstreams(),
                        keys,
                        config.database().firstCustomerId(),
                        testMode),
                new ClientAdministration(
                        portals,
                        new ApiClientAdministrationStore(sql),
                        new OAuthClientStore(sql),
                        parts.callers(),
                        parts.signingKeys(),
                        new ClientRules(config.session().accessFromLink(), testMode)),
                new CustomerAdministration(
                        portals,
                        customers,
                        customerStore,
                        new CustomerSearchStore(sql, parts.searchSql()),
                        new ProvisioningStore(sql, parts.outbox()),
                        lookup,
                        guard,
                        passkeys,
                        passwords),
                new SignInAdministration(customers, customerStore, guard, factors, customerSessions, passwords),
                new CustomerData(
                        customerSessions,
                        factors,
                        passkeys,
                        new AuthorizationStore(sql),
                        new GrantStore(sql),
                        new LinkAdministrationStore(sql),
                        outbox,
                        upstreams,
                        audit),
                new ActAsAdministration(
                        new ActAsPolicyStore(sql), actAsLinks, config.http().publicUrl()),
                new MailAdministration(outbox),
                parts.outbox(),
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
                        upstreams,
                        keys,
                        operators,
                        new OperatorCodes(keys)),
                new OperatorAdministration(
                        operators,
                        new OperatorSetupStore(sql),
                        new OperatorSessionStore(sql),
                        new OperatorPasskeyStore(sql),
                        portals,
                        config.http().publicUrl()),
                new ApiKeyAdministration(apiKeys, portals),
                parts.imports(),
                new Health(sql),
                new LinkAdministration(
                        customers,
                        new LinkStore(sql, parts.outbox()),
                        new Links(config.link(), config.http().publicUrl()),
                        parts.mailDue()),
                new SchemaTrial(lookup),
                Diagnosing.of(parts, limits));
        OperatorAccounts accounts = OperatorAccounts.of(parts);
        var ourPages = new AdminSite.Sessions(
                accounts.cookie().name(),
                new SameOrigin(Origins.of(config.http().publicUrl())));
        return new AdminApi(
                accounts,
                new ActAs(accounts.principals(), actAsLinks, parts.mailDue()),
                useCases,
                AdminSite.of(
                        ourPages,
                        accounts.principals(),
                        limits,
                        guard,
                        parts.answers(),
                        keys,
                        sql,
                        config.imports().mostBytes(),
                        useCases));
    }
}

package io.vestibule.command;

import io.vestibule.administration.ActAsAdministration;
import io.vestibule.administration.ApiKeyAdministration;
import io.vestibule.administration.BrandingAdministration;
import io.vestibule.administration.ClientAdministration;
import io.vestibule.administration.ClientRules;
import io.vestibule.administration.CustomerAdministration;
import io.vestibule.administration.KeyAdministration;
import io.vestibule.administration.MailAdministration;
import io.vestibule.administration.MailTextAdministration;
import io.vestibule.administration.OperatorAdministration;
import io.vestibule.administration.PasskeyAdministration;
import io.vestibule.administration.Passwords;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.SignInAdministration;
import io.vestibule.administration.UpstreamAdministration;
import io.vestibule.branding.BrandingStore;
import io.vestibule.config.Config;
import io.vestibule.config.Mode;
import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.customer.CustomerLookupStore;
import io.vestibule.customer.CustomerStore;
import io.vestibule.factor.EnrolmentStore;
import io.vestibule.factor.FactorCodes;
import io.vestibule.factor.TotpSecretStore;
import io.vestibule.guard.GuardStore;
import io.vestibule.mail.MailRenderer;
import io.vestibule.mail.MailTextStore;
import io.vestibule.mail.OutboxAdministrationStore;
import io.vestibule.mail.OutboxStore;
import io.vestibule.mail.SealedLetters;
import io.vestibule.oauth.OAuthClientStore;
import io.vestibule.oauth.PairwiseKeyStore;
import io.vestibule.operator.ActAsLinkStore;
import io.vestibule.operator.ApiKeyStore;
import io.vestibule.operator.OperatorCodes;
import io.vestibule.operator.OperatorPasskeyStore;
import io.vestibule.operator.OperatorSessionStore;
import io.vestibule.operator.OperatorSetupStore;
import io.vestibule.operator.OperatorStore;
import io.vestibule.passkey.PasskeyStore;
import io.vestibule.password.PasswordHasher;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.password.PepperStore;
import io.vestibule.portal.ActAsPolicyStore;
import io.vestibule.portal.ApiClientAdministrationStore;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Callers;
import io.vestibule.portal.PasskeyPolicyStore;
import io.vestibule.portal.Portal;
import io.vestibule.portal.PortalAdministrationStore;
import io.vestibule.portal.PortalStore;
import io.vestibule.provisioning.CustomerSearchStore;
import io.vestibule.provisioning.ProvisioningStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.session.SessionStore;
import io.vestibule.session.SigningKeys;
import io.vestibule.sql.Sql;
import io.vestibule.store.Database;
import io.vestibule.store.MasterKeyFile;
import io.vestibule.transfer.CustomerExport;
import io.vestibule.transfer.ExportStore;
import io.vestibule.upstream.Bulkhead;
import io.vestibule.upstream.UpstreamClients;
import io.vestibule.upstream.UpstreamProgressStore;
import io.vestibule.upstream.UpstreamStore;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * An installation, open to work on: its settings, its database with the schema up to date, its master key.
 *
 * @param migrations how many migrations the schema took just now
 */
record Installation(Config config, Database database, MasterKey keys, int migrations) implements AutoCloseable {
    private static final Passwords PASSWORDS = new Passwords(
            new PasswordPolicy(), password -> PasswordHasher.create().hash(password));

    /** Opens the installation that the settings tell of. */
    static Installation open(Config config) {
        Secret current = config.keys().master();
        Secret previous = config.keys().previous();
        Secret master = current == null ? MasterKeyFile.read(config.database().dataDirectory()) : current;
        MasterKey keys = previous == null ? MasterKey.of(master) : MasterKey.rotated(master, previous);
        Database database = Faults.opening(config, () -> Database.open(config.database()));
        try {
            return new Installation(config, database, keys, Faults.opening(config, database::migrate));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Opens the installation of the terminal's settings for one piece of work, and closes it. */
    static void use(Terminal terminal, Consumer<Installation> work) {
        Config config = Config.readForStore(terminal.environment());
        try (Closing closing = Closing.atExit()) {
            work.accept(closing.opening(() -> open(config)));
        }
    }

    Sql sql() {
        return database.patientSql();
    }

    PortalAdministration portals() {
        var portals = new PortalStore(sql());
        return new PortalAdministration(
                portals, new PortalAdministrationStore(sql(), portals), config.mode() == Mode.TEST);
    }

    ClientAdministration clients() {
        return new ClientAdministration(
                new PortalStore(sql()),
                new ApiClientAdministrationStore(sql()),
                new OAuthClientStore(sql()),
                callers(),
                signingKeys(),
                new ClientRules(config.session().accessFromLink(), config.mode() == Mode.TEST));
    }

    private SigningKeys signingKeys() {
        return new SigningKeys(sql(), keys, config.session().accessFromLink());
    }

    CustomerAdministration customers() {
        return new CustomerAdministration(
                new PortalStore(sql()),
                new CustomerStore(sql()),
                new CustomerAdministrationStore(sql()),
                new CustomerSearchStore(sql(), sql()),
                new ProvisioningStore(sql(), new OutboxStore(sql(), new SealedLetters(keys))),
                new CustomerLookupStore(sql()),
                new GuardStore(sql()),
                new PasskeyStore(sql()),
                PASSWORDS);
    }

    ActAsAdministration actAs() {
        return new ActAsAdministration(
                new ActAsPolicyStore(sql()),
                new ActAsLinkStore(sql()),
                config.http().publicUrl());
    }

    BrandingAdministration branding() {
        return new BrandingAdministration(new BrandingStore(sql()));
    }

    MailTextAdministration mailTexts() {
        return new MailTextAdministration(
                new PortalStore(sql()),
                new MailTextStore(sql()),
                MailRenderer.of(config.mail(), config.link(), FactorCodes.MAILED_CODE_LIFE));
    }

    PasskeyAdministration passkeys() {
        return new PasskeyAdministration(
                new PortalStore(sql()),
                new PasskeyPolicyStore(sql()),
                new CustomerStore(sql()),
                new PasskeyStore(sql()),
                config.mode() == Mode.TEST);
    }

    /** @param clients what asks upstreams; the caller's to close */
    UpstreamAdministration upstreams(UpstreamClients clients) {
        return new UpstreamAdministration(
                new PortalStore(sql()),
                new UpstreamStore(sql()),
                new UpstreamProgressStore(sql()),
                new CustomerLookupStore(sql()),
                clients,
                keys,
                config.database().firstCustomerId(),
                config.mode() == Mode.TEST);
    }

    UpstreamClients upstreamClients() {
        return new UpstreamClients(
                config.upstream(), keys, Clock.systemUTC(), config.mode() == Mode.TEST, new Bulkhead());
    }

    CustomerExport exports() {
        return new CustomerExport(new ExportStore(sql()));
    }

    SignInAdministration signIns() {
        return new SignInAdministration(
                new CustomerStore(sql()),
                new CustomerAdministrationStore(sql()),
                new GuardStore(sql()),
                new EnrolmentStore(sql()),
                new SessionStore(sql()),
                PASSWORDS);
    }

    KeyAdministration keyAdministration() {
        return new KeyAdministration(
                signingKeys(),
                new FactorCodes(keys),
                new TotpSecretStore(sql()),
                new PepperStore(sql(), keys),
                new PairwiseKeyStore(sql(), keys),
                new SessionStore(sql()),
                new UpstreamStore(sql()),
                keys,
                new OperatorStore(sql()),
                new OperatorCodes(keys));
    }

    OperatorAdministration operators() {
        return new OperatorAdministration(
                new OperatorStore(sql()),
                new OperatorSetupStore(sql()),
                new OperatorSessionStore(sql()),
                new OperatorPasskeyStore(sql()),
                new PortalStore(sql()),
                config.http().publicUrl());
    }

    ApiKeyAdministration apiKeys() {
        return new ApiKeyAdministration(new ApiKeyStore(sql()), new PortalStore(sql()));
    }

    MailAdministration mail() {
        return new MailAdministration(new OutboxAdministrationStore(sql()));
    }

    /** Hashes the secrets of API clients. */
    Callers callers() {
        return new Callers(new PortalStore(sql()), new ApiClientStore(sql()), keys);
    }

    /** The portal with this id, or a refusal. */
    Portal portal(long id) {
        return portals().portal(id).orElseThrow(() -> Refusal.unknownPortal(id));
    }

    @Override
    public void close() {
        database.close();
    }
}

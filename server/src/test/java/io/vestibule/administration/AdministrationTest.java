package io.vestibule.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.Actor;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.customer.CustomerLookupStore;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EmailAddress;
import io.vestibule.factor.EnrolmentStore;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.json.Json;
import io.vestibule.mail.OutboxAdministrationStore;
import io.vestibule.mail.OutboxStore;
import io.vestibule.mail.SealedLetters;
import io.vestibule.oauth.AuthMethod;
import io.vestibule.oauth.ClientMetadata;
import io.vestibule.oauth.GrantType;
import io.vestibule.oauth.OAuthClientStore;
import io.vestibule.oauth.RedirectUri;
import io.vestibule.passkey.PasskeyStore;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.portal.ApiClientAdministrationStore;
import io.vestibule.portal.ApiClientStore;
import io.vestibule.portal.Callers;
import io.vestibule.portal.ClientName;
import io.vestibule.portal.Dialect;
import io.vestibule.portal.PasskeyPolicyStore;
import io.vestibule.portal.PortalAdministrationStore;
import io.vestibule.portal.PortalStore;
import io.vestibule.provisioning.CustomerSearchStore;
import io.vestibule.provisioning.ProvisioningStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.session.SessionStore;
import io.vestibule.session.SigningAlgorithm;
import io.vestibule.session.SigningKeys;
import io.vestibule.sql.Sql;
import io.vestibule.support.TestDatabases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an operator may do and what is refused, where no command can be typed to show it. */
class AdministrationTest {
    private static final AuditContext CONSOLE =
            new AuditContext(Actor.SERVER, "console", null, null, "192.0.2.7", "a-request");
    private static final long NOBODY = 999;

    private final Sql sql = TestDatabases.demo().sql();
    private final PortalStore portalStore = new PortalStore(sql);
    private final CustomerStore customerStore = new CustomerStore(sql);
    private final CustomerAdministrationStore customerAdministration = new CustomerAdministrationStore(sql);
    private final MasterKey keys = MasterKey.of(Secret.of(TestDatabases.MASTER_KEY));
    private final Passwords passwords = new Passwords(new PasswordPolicy(), password -> "a hash");

    private final PortalAdministration portals =
            new PortalAdministration(portalStore, new PortalAdministrationStore(sql, portalStore), false);
    private final ClientAdministration clients = new ClientAdministration(
            portalStore,
            new ApiClientAdministrationStore(sql),
            new OAuthClientStore(sql),
            new Callers(portalStore, new ApiClientStore(sql), keys),
            new SigningKeys(sql, keys, Duration.ofHours(24)),
            new ClientRules(Duration.ofHours(24), false));
    private final CustomerAdministration customers = new CustomerAdministration(
            portalStore,
            customerStore,
            customerAdministration,
            new CustomerSearchStore(sql, sql),
            new ProvisioningStore(sql, new OutboxStore(sql, new SealedLetters(keys))),
            new CustomerLookupStore(sql),
            new GuardStore(sql),
            new PasskeyStore(sql),
            passwords);
    private final SignInAdministration signIns = new SignInAdministration(
            customerStore,
            customerAdministration,
            new GuardStore(sql),
            new EnrolmentStore(sql),
            new SessionStore(sql),
            passwords);
    private final MailAdministration mail = new MailAdministration(new OutboxAdministrationStore(sql));

    private final PasskeyAdministration passkeys = new PasskeyAdministration(
            portalStore, new PasskeyPolicyStore(sql), customerStore, new PasskeyStore(sql), false);

    private List<String> texts(String query) {
        return sql.withHandle(h -> h.statement(query).mapTo(String.class).list());
    }

    private List<String> events() {
        return texts("select event from audit_event where dialect = 'console' order by id");
    }

    @Test
    void the_audit_has_who_did_it_and_from_where() {
        signIns.disable(2, CONSOLE);
        assertThat(texts("""
                        select concat_ws(' ', event, actor, dialect, customer_id, network, request_id)
                        from audit_event order by id desc limit 1
                        """)).containsExactly("user_disabled server console 2 192.0.2.7 a-request");
    }

    @Test
    void what_is_done_about_a_customer_is_in_the_audit_of_their_portal() {
        sql.useHandle(h -> {
            h.execute(
                    "insert into lockout (subject, failures, last_failure) values (?, 1, now())", Lockout.customer(2));
            h.execute("update customer set second_factor_at = now() where id = 2");
            h.execute("insert into totp values (2, '\\x01', 0)");
            h.execute("insert into customer_session (id, portal_id, customer_id, amr, expires_at)"
                    + " values (gen_random_uuid(), 1, 2, '{pwd}', now() + interval '1 day')");
            h.execute("""
                    insert into passkey (id, portal_id, customer_id, credential_id, rp_id, credential, counter, transports, aaguid)
                    values (77, 1, 2, 'x', 'localhost', 'x', 0, '{}', '00000000-0000-0000-0000-000000000000')
                    """);
            h.execute("""
                    insert into outbox (portal_id, customer_id, purpose, attempts, set_aside_at, fault)
                    values (1, 2, 'sign-in', 3, now(), 'SMTP 550 5.1.1 to RCPT')
                    """);
        });
        signIns.unlock(2, CONSOLE);
        signIns.turnSecondFactorOff(2, CONSOLE);
        signIns.endSessions(2, CONSOLE);
        signIns.setPassword(2, Secret.of("a fine long one"), CONSOLE);
        signIns.disable(2, CONSOLE);
        signIns.enable(2, CONSOLE);
        passkeys.remove(2, 77, CONSOLE);
        mail.resendAll(CONSOLE);
        var address = new CustomerAdministration.Changes(
                new EmailAddress("other@example.com"), null, null, Map.of("firstName", Json.of("Ann")));
        customers.change(2, address, CONSOLE);
        customers.delete(2, CONSOLE);
        customers.add(draft(1, Map.of()), CONSOLE);
        assertThat(
                        texts(
                                "select concat_ws(' ', event, portal_id) from audit_event where dialect = 'console' order by id"))
                .containsExactly(
                        "authn_login_unlock 1",
                        "authn_factor_removed 1",
                        "authn_token_revoked 1",
                        "authn_password_change 1",
                        "user_disabled 1",
                        "user_enabled 1",
                        "authn_passkey_removed 1",
                        "mail_resent 1",
                        "user_email_changed 1",
                        "user_updated 1",
                        "user_deleted 1",
                        "user_created 1");
    }

    @Test
    void a_customer_who_is_not_there_is_told_as_such_and_nothing_is_written() {
        assertThat(signIns.unlock(NOBODY, CONSOLE)).isEqualTo(new SignInAdministration.UnknownCustomer());
        assertThat(signIns.turnSecondFactorOff(NOBODY, CONSOLE)).isEqualTo(new SignInAdministration.UnknownCustomer());
        assertThat(signIns.disable(NOBODY, CONSOLE)).isEqualTo(new SignInAdministration.UnknownCustomer());
        assertThat(signIns.enable(NOBODY, CONSOLE)).isEqualTo(new SignInAdministration.UnknownCustomer());
        assertThat(signIns.endSessions(NOBODY, CONSOLE)).isEqualTo(new SignInAdministration.UnknownCustomer());
        assertThat(signIns.setPassword(NOBODY, Secret.of("a fine long one"), CONSOLE))
                .isEqualTo(new SignInAdministration.UnknownCustomer());
        assertThat(customers.delete(NOBODY, CONSOLE)).isEqualTo(new CustomerAdministration.UnknownCustomer());
        assertThat(customers.details(NOBODY)).isEmpty();
        assertThat(events()).isEmpty();
    }

    @Test
    void a_portal_that_is_not_there_is_told_as_such_and_nothing_is_written() {
        var english = new LanguageCode("en");
        assertThat(portals.add(new PortalName("Below"), NOBODY, english, CONSOLE))
                .isEqualTo(new PortalAdministration.UnknownPortal(NOBODY));
        assertThat(portals.setLanguage(NOBODY, english, CONSOLE))
                .isEqualTo(new PortalAdministration.UnknownPortal(NOBODY));
        assertThat(portals.setSender(NOBODY, null, CONSOLE)).isEqualTo(new PortalAdministration.UnknownPortal(NOBODY));
        assertThat(portals.harden(NOBODY, true, CONSOLE)).isEqualTo(new PortalAdministration.UnknownPortal(NOBODY));
        assertThat(portals.setProfileSchema(NOBODY, "{}", CONSOLE))
                .isEqualTo(new PortalAdministration.UnknownPortal(NOBODY));
        assertThat(clients.add(new ClientName("shop"), NOBODY, Set.of(Dialect.SONAR), List.of(), CONSOLE))
                .isEqualTo(new ClientAdministration.UnknownPortal(NOBODY));
        assertThat(customers.add(draft(NOBODY, Map.of()), CONSOLE))
                .isEqualTo(new CustomerAdministration.UnknownPortal(NOBODY));
        assertThat(events()).isEmpty();
    }

    @Test
    void a_profile_that_the_portals_schema_refuses_makes_no_customer() {
        assertThat(customers.add(draft(1, Map.of("phone", Json.of("x"))), CONSOLE))
                .isEqualTo(new CustomerAdministration.ProfileRefused(
                        Map.of("phone", List.of("The phone field must be a phone number."))));
        assertThat(events()).isEmpty();
    }

    private static CustomerDraft draft(long portal, Map<String, Json> profile) {
        return new CustomerDraft(portal, new EmailAddress("new@example.com"), null, null, null, profile);
    }

    @Test
    void a_client_that_is_disabled_gets_no_new_secret() {
        assertThat(clients.add(new ClientName("shop"), 1, Set.of(Dialect.SONAR), List.of(), CONSOLE))
                .isInstanceOf(ClientAdministration.Issued.class);
        assertThat(clients.disable("shop", CONSOLE)).isEqualTo(new ClientAdministration.Done());
        assertThat(clients.rotate("shop", Duration.ZERO, CONSOLE)).isEqualTo(new ClientAdministration.UnknownClient());
        assertThat(events()).containsExactly("client_created", "client_disabled");
    }

    private static ClientMetadata application(AuthMethod method, SigningAlgorithm algorithm) {
        return new ClientMetadata(
                List.of(new RedirectUri("https://app.example.com/cb")),
                List.of(),
                Set.of(GrantType.AUTHORIZATION_CODE),
                List.of("openid"),
                method,
                null,
                algorithm,
                null,
                true,
                null,
                null,
                false,
                false,
                false,
                null);
    }

    private ClientAdministration.AddResult register(long portal, String name, ClientMetadata metadata) {
        return clients.register(new ClientName(name), portal, Set.of(Dialect.OPENID), List.of(), metadata, CONSOLE);
    }

    @Test
    void an_application_is_registered_and_changed_under_the_name_of_whoever_did_it() {
        ClientMetadata es256 = application(AuthMethod.NONE, SigningAlgorithm.ES256);
        assertThat(register(NOBODY, "app", es256)).isEqualTo(new ClientAdministration.UnknownPortal(NOBODY));
        assertThat(register(1, "app", es256)).isEqualTo(new ClientAdministration.Registered());
        assertThat(register(1, "app", es256)).isEqualTo(new ClientAdministration.NameTaken());
        assertThat(clients.change("app", new ClientChanges(null, null, metadata -> metadata), CONSOLE))
                .isInstanceOf(ClientAdministration.Done.class);
        assertThat(events()).containsExactly("client_created");

        ClientMetadata rs256 = application(AuthMethod.NONE, SigningAlgorithm.RS256);
        assertThat(clients.change("app", new ClientChanges(null, null, metadata -> rs256), CONSOLE))
                .isInstanceOf(ClientAdministration.Done.class);
        assertThat(clients.change("nobody", new ClientChanges(null, null, metadata -> rs256), CONSOLE))
                .isEqualTo(new ClientAdministration.UnknownClient());
        assertThat(clients.rotate("app", Duration.ZERO, CONSOLE)).isEqualTo(new ClientAdministration.NoSecret());
        assertThat(events()).containsExactly("client_created", "client_changed");
        assertThat(texts("select detail ->> 'members' from audit_event where event = 'client_changed'"))
                .containsExactly("[\"id_token_signed_response_alg\"]");
    }

    @Test
    void the_first_application_that_wants_rs256_has_its_key_made() {
        register(1, "quick", application(AuthMethod.NONE, SigningAlgorithm.ES256));
        assertThat(texts("select kid from rsa_signing_key")).isEmpty();
        register(1, "usual", application(AuthMethod.NONE, SigningAlgorithm.RS256));
        assertThat(texts("select kid from rsa_signing_key")).hasSize(1);
    }

    @Test
    void an_application_that_gives_its_secret_up_has_none_that_works() {
        register(1, "web", application(AuthMethod.CLIENT_SECRET_BASIC, SigningAlgorithm.ES256));
        ClientMetadata open = application(AuthMethod.NONE, SigningAlgorithm.ES256);
        assertThat(clients.change("web", new ClientChanges(null, null, metadata -> open), CONSOLE))
                .isInstanceOf(ClientAdministration.Done.class);
        assertThat(texts("select name from api_client where name = 'web' and secret_hash is null"))
                .hasSize(1);
        var secret = application(AuthMethod.CLIENT_SECRET_POST, SigningAlgorithm.ES256);
        assertThat(clients.change("web", new ClientChanges(null, null, metadata -> secret), CONSOLE))
                .isInstanceOf(ClientAdministration.Refused.class);
    }

    @Test
    void mail_that_is_named_twice_is_sent_once() {
        sql.useHandle(h -> h.execute("""
                        insert into outbox (portal_id, customer_id, purpose, attempts, set_aside_at, fault)
                        values (1, 2, 'sign-in', 3, now(), 'SMTP 550 5.1.1 to RCPT')
                        """));
        long id = mail.list().getLast().id();
        assertThat(mail.resend(List.of(id, id), CONSOLE)).isEqualTo(new MailAdministration.ResendResult.Resent(1));
        assertThat(mail.resend(List.of(id), CONSOLE))
                .isEqualTo(new MailAdministration.ResendResult.NotSetAside(List.of(id)));
    }
}

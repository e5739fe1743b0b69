package io.vestibule.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.administration.OperatorAdministration;
import io.vestibule.audit.AuditContext;
import io.vestibule.operator.OperatorSignIn.FirstStep;
import io.vestibule.operator.OperatorSignIn.SecondStep;
import io.vestibule.secret.Secret;
import io.vestibule.sql.Sql;
import io.vestibule.support.Authenticator;
import io.vestibule.support.Generous;
import io.vestibule.support.Operators;
import io.vestibule.support.TestDatabases;
import io.vestibule.support.Together;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An operator's link, sign-in by password and second factor, lock, limits and sessions. */
class OperatorSignInTest {
    private static final Secret RIGHT = Secret.of(Operators.PASSWORD);
    private static final Secret WRONG = Secret.of("another one");

    private final TestDatabases.Place place = TestDatabases.demo();
    private final Sql sql = place.sql();
    private final Operators operators = new Operators(place, Generous.limits());

    private List<String> texts(String query) {
        return sql.withHandle(h -> h.statement(query).mapTo(String.class).list());
    }

    private int count(String table) {
        return texts("select '' from " + table).size();
    }

    private Operators.Ready owner() {
        return operators.ready("owner@example.com", Role.OWNER, PortalScope.ALL);
    }

    private FirstStep password(String email, Secret password) {
        return operators.signIn.password(email, password, Operators.origin());
    }

    private SecondStep code(String token, String code) {
        return operators.signIn.code(token, Secret.of(code), null, Operators.origin());
    }

    private void forgetUsedCodes() {
        sql.useHandle(h -> h.execute("update operator set totp_last_step = 0"));
    }

    @Test
    void a_link_sets_password_and_second_factor_once() {
        var added = operators.add("owner@example.com", Role.OWNER, PortalScope.ALL);
        assertThat(added.link().reveal()).startsWith("http://localhost:8080/console/setup/");
        String token = Operators.token(added.link());
        assertThat(password("owner@example.com", RIGHT)).isInstanceOf(FirstStep.Refused.class);

        var offer = operators.setup.open(token).orElseThrow();
        assertThat(operators.setup.open(token).orElseThrow().secret().reveal())
                .as("a page that is shown again")
                .isEqualTo(offer.secret().reveal());
        assertThat(offer.uri()).startsWith("otpauth://totp/Vestibule:owner%40example.com?secret=");
        var app = new Authenticator(offer.secret().reveal());
        Secret code = Secret.of(app.code());
        assertThat(operators.setup.complete(token, Secret.of("short12"), code, Operators.origin()))
                .isInstanceOf(OperatorSetup.Result.PasswordRefused.class);
        assertThat(operators.setup.complete(token, Secret.of("password1"), code, Operators.origin()))
                .isInstanceOf(OperatorSetup.Result.PasswordRefused.class);
        assertThat(operators.setup.complete(token, RIGHT, Secret.of(app.wrong()), Operators.origin()))
                .isInstanceOf(OperatorSetup.Result.WrongCode.class);
        assertThat(operators.setup.complete(token, RIGHT, code, Operators.origin()))
                .isInstanceOf(OperatorSetup.Result.Done.class);

        assertThat(operators.setup.open(token)).isEmpty();
        assertThat(operators.setup.complete(token, RIGHT, code, Operators.origin()))
                .isInstanceOf(OperatorSetup.Result.NoLink.class);
        assertThat(password("OWNER@example.com", RIGHT)).isInstanceOf(FirstStep.Challenged.class);
    }

    @Test
    void of_32_who_use_a_link_at_once_on_two_nodes_one_sets_the_password() {
        String token = Operators.token(
                operators.add("owner@example.com", Role.OWNER, PortalScope.ALL).link());
        List<Operators> nodes = List.of(operators, new Operators(place, Generous.limits()));
        var app = new Authenticator(
                operators.setup.open(token).orElseThrow().secret().reveal());
        Secret code = Secret.of(app.code());

        List<OperatorSetup.Result> results = Together.run(
                32,
                i -> nodes.get(i % 2)
                        .setup
                        .complete(token, Secret.of("the password no. " + i), code, Operators.origin()));

        assertThat(results).containsOnlyOnce(new OperatorSetup.Result.Done());
        Secret set = Secret.of("the password no. " + results.indexOf(new OperatorSetup.Result.Done()));
        assertThat(password("owner@example.com", set)).isInstanceOf(FirstStep.Challenged.class);
    }

    @Test
    void a_link_ends_after_a_day_by_another_and_with_its_operator_disabled() {
        var added = operators.add("owner@example.com", Role.OWNER, PortalScope.ALL);
        operators.add("second@example.com", Role.OWNER, PortalScope.ALL);
        String first = Operators.token(added.link());
        var issued =
                (OperatorAdministration.Issued) operators.administration.reset(added.operator(), AuditContext.COMMAND);
        String second = Operators.token(issued.link());
        assertThat(operators.setup.open(first)).isEmpty();
        assertThat(operators.setup.open(second)).isPresent();

        operators.administration.disable(added.operator(), AuditContext.COMMAND);
        assertThat(operators.setup.open(second)).isEmpty();
        operators.administration.enable(added.operator(), AuditContext.COMMAND);
        assertThat(operators.setup.open(second)).isPresent();
        sql.useHandle(h -> h.execute("update operator_setup set expires_at = now()"));
        assertThat(operators.setup.open(second)).isEmpty();
        assertThat(operators.setup.open("invented")).isEmpty();
    }

    @Test
    void a_password_alone_opens_nothing_and_a_code_opens_a_session() {
        Operators.Ready owner = owner();
        forgetUsedCodes();
        String token = operators.challenge(owner);
        assertThat(count("operator_session")).isZero();

        assertThat(code(token, owner.app().wrong())).isInstanceOf(SecondStep.Refused.class);
        SecondStep opened = code(token, owner.app().code());
        assertThat(opened).isInstanceOf(SecondStep.SignedIn.class);
        assertThat(code(token, owner.app().code())).as("the sign-in is used up").isInstanceOf(SecondStep.Expired.class);

        Principal principal = operators.principal((SecondStep.SignedIn) opened);
        assertThat(principal.kind()).isEqualTo(Principal.Kind.OPERATOR);
        assertThat(principal.role()).isEqualTo(Role.OWNER);
        assertThat(
                        texts(
                                "select event || ' ' || actor || ' ' || actor_name from audit_event where event like 'operator_login%' order by id"))
                .containsExactly(
                        "operator_login_fail operator owner@example.com",
                        "operator_login_success operator owner@example.com");
    }

    @Test
    void a_code_is_good_once_among_many() {
        Operators.Ready owner = owner();
        forgetUsedCodes();
        List<String> tokens = List.of(
                operators.challenge(owner),
                operators.challenge(owner),
                operators.challenge(owner),
                operators.challenge(owner));
        String code = owner.app().code();

        List<SecondStep> steps = Together.run(tokens.size(), i -> code(tokens.get(i), code));

        assertThat(steps).filteredOn(SecondStep.SignedIn.class::isInstance).hasSize(1);
    }

    @Test
    void a_sign_in_that_waits_is_over_after_five_minutes() {
        Operators.Ready owner = owner();
        forgetUsedCodes();
        String token = operators.challenge(owner);
        sql.useHandle(h -> h.execute("update operator_challenge set expires_at = now()"));
        assertThat(code(token, owner.app().code())).isInstanceOf(SecondStep.Expired.class);
        assertThat(code("invented", "123456")).isInstanceOf(SecondStep.Expired.class);
    }

    @Test
    void unknown_wrong_disabled_locked_and_not_set_up_are_refused_alike() {
        Operators.Ready owner = owner();
        operators.ready("second@example.com", Role.OWNER, PortalScope.ALL);
        operators.add("waiting@example.com", Role.VIEWER, PortalScope.ALL);
        assertThat(password("nobody@example.com", RIGHT)).isEqualTo(new FirstStep.Refused());
        assertThat(password("no\0body", RIGHT)).isEqualTo(new FirstStep.Refused());
        assertThat(password("waiting@example.com", RIGHT)).isEqualTo(new FirstStep.Refused());
        assertThat(password("owner@example.com", WRONG)).isEqualTo(new FirstStep.Refused());
        operators.administration.disable(owner.id(), AuditContext.COMMAND);
        assertThat(password("owner@example.com", RIGHT)).isEqualTo(new FirstStep.Refused());
    }

    @Test
    void five_wrong_passwords_and_codes_together_lock_for_half_an_hour() {
        Operators.Ready owner = owner();
        forgetUsedCodes();
        String token = operators.challenge(owner);
        for (int i = 0; i < 3; i++) {
            password("owner@example.com", WRONG);
        }
        assertThat(code(token, owner.app().wrong())).isInstanceOf(SecondStep.Refused.class);
        assertThat(code(token, owner.app().wrong())).isInstanceOf(SecondStep.Refused.class);

        assertThat(password("owner@example.com", RIGHT)).isEqualTo(new FirstStep.Refused());
        assertThat(code(token, owner.app().code())).isInstanceOf(SecondStep.Refused.class);
        assertThat(operators.administration.byId(owner.id()).orElseThrow().lockedUntil())
                .isNotNull();
        assertThat(texts("select event from audit_event where event = 'operator_login_lock'"))
                .hasSize(1);

        sql.useHandle(h ->
                h.execute("update lockout set locked_until = now(), last_failure = now() - interval '31 minutes'"));
        assertThat(password("owner@example.com", RIGHT)).isInstanceOf(FirstStep.Challenged.class);
        password("owner@example.com", WRONG);
        operators.administration.enable(owner.id(), AuditContext.COMMAND);
        assertThat(count("lockout")).as("an owner ends a lock").isZero();
    }

    @Test
    void an_owner_who_changes_an_operator_leaves_their_lock() {
        Operators.Ready owner = owner();
        for (int i = 0; i < 5; i++) {
            password("owner@example.com", WRONG);
        }
        operators.administration.set(
                owner.id(), new OperatorChanges(null, "Another name", null, null), AuditContext.COMMAND);
        assertThat(password("owner@example.com", RIGHT)).isEqualTo(new FirstStep.Refused());
        assertThat(operators.administration.byId(owner.id()).orElseThrow().lockedUntil())
                .isNotNull();
    }

    @Test
    void limits_hold_back_guesses_from_one_network() {
        var strict = new Operators(
                place,
                Map.of("VESTIBULE_LIMIT_SIGN_IN_NETWORK_BURST", "2", "VESTIBULE_LIMIT_SIGN_IN_NETWORK_REFILL", "1/1d"));
        strict.signIn.password("nobody@example.com", WRONG, Operators.origin());
        strict.signIn.password("somebody@example.com", WRONG, Operators.origin());
        assertThat(strict.signIn.password("anybody@example.com", WRONG, Operators.origin()))
                .isInstanceOf(FirstStep.Throttled.class);
    }

    @Test
    void a_session_is_over_after_30_idle_minutes_and_after_12_hours() {
        Operators.Ready owner = owner();
        var idle = operators.signIn(owner);
        sql.useHandle(h -> h.execute("update operator_session set seen_at = now() - interval '29 minutes'"));
        operators.principal(idle);
        assertThat(texts("select cast(seen_at > now() - interval '1 minute' as text) from operator_session"))
                .as("a request keeps it alive")
                .containsExactly("true");
        sql.useHandle(h -> h.execute("update operator_session set seen_at = now() - interval '30 minutes'"));
        assertThat(operators.principals.bySession(idle.cookie().reveal(), Operators.origin()))
                .isEmpty();

        var long_ = operators.signIn(owner);
        sql.useHandle(h -> h.execute("update operator_session set expires_at = now()"));
        assertThat(operators.principals.bySession(long_.cookie().reveal(), Operators.origin()))
                .isEmpty();
    }

    @Test
    void a_sign_in_ends_the_session_that_the_browser_had() {
        Operators.Ready owner = owner();
        var first = operators.signIn(owner);
        forgetUsedCodes();
        var second = operators.signIn.code(
                operators.challenge(owner),
                Secret.of(owner.app().code()),
                first.cookie().reveal(),
                Operators.origin());
        assertThat(second).isInstanceOf(SecondStep.SignedIn.class);
        assertThat(operators.principals.bySession(first.cookie().reveal(), Operators.origin()))
                .isEmpty();
    }

    @Test
    void sessions_are_listed_and_end_one_by_one_all_together_and_by_a_sign_out() {
        Operators.Ready owner = owner();
        var one = operators.signIn(owner);
        var two = operators.signIn(owner);
        var three = operators.signIn(owner);
        assertThat(operators.administration.sessions(owner.id())).hasSize(3);
        assertThat(operators.sessions.signOut(
                        one.cookie().reveal(), one.principal().context()))
                .isTrue();
        assertThat(operators.sessions.signOut(
                        one.cookie().reveal(), one.principal().context()))
                .isFalse();
        assertThat(operators.administration.endSession(
                        owner.id(), two.principal().session(), AuditContext.COMMAND))
                .isTrue();
        assertThat(operators.administration.endSessions(owner.id(), AuditContext.COMMAND))
                .isEqualTo(1);
        assertThat(operators.administration.sessions(owner.id())).isEmpty();
        assertThat(operators.principals.bySession(three.cookie().reveal(), Operators.origin()))
                .isEmpty();
    }

    @Test
    void a_new_password_a_disabled_and_a_deleted_operator_end_sessions() {
        Operators.Ready owner = owner();
        operators.ready("second@example.com", Role.OWNER, PortalScope.ALL);
        var before = operators.signIn(owner);
        var issued = (OperatorAdministration.Issued) operators.administration.reset(owner.id(), AuditContext.COMMAND);
        String token = Operators.token(issued.link());
        operators.principal(before);
        var app = new Authenticator(
                operators.setup.open(token).orElseThrow().secret().reveal());
        operators.setup.complete(token, Secret.of("quite another one"), Secret.of(app.code()), Operators.origin());
        assertThat(operators.principals.bySession(before.cookie().reveal(), Operators.origin()))
                .isEmpty();
        assertThat(password("owner@example.com", RIGHT)).isEqualTo(new FirstStep.Refused());

        Operators.Ready third = operators.ready("third@example.com", Role.VIEWER, PortalScope.ALL);
        var open = operators.signIn(third);
        operators.administration.disable(third.id(), AuditContext.COMMAND);
        assertThat(operators.principals.bySession(open.cookie().reveal(), Operators.origin()))
                .isEmpty();
        operators.administration.enable(third.id(), AuditContext.COMMAND);
        assertThat(operators.principals.bySession(open.cookie().reveal(), Operators.origin()))
                .as("it ended for good")
                .isEmpty();
        operators.administration.delete(third.id(), AuditContext.COMMAND);
        assertThat(password("third@example.com", RIGHT)).isEqualTo(new FirstStep.Refused());
    }

    @Test
    void the_last_owner_stays_whoever_asks_at_once() {
        Operators.Ready one = owner();
        Operators.Ready two = operators.ready("second@example.com", Role.OWNER, PortalScope.ALL);
        var lastOwner = new OperatorAdministration.LastOwner();

        List<Object> results = Together.run(
                2, i -> operators.administration.delete(i == 0 ? one.id() : two.id(), AuditContext.COMMAND));

        assertThat(results).containsOnlyOnce(lastOwner);
        long left = operators.administration.list(0, 10).getFirst().id();
        assertThat(operators.administration.disable(left, AuditContext.COMMAND)).isEqualTo(lastOwner);
        assertThat(operators.administration.set(
                        left, new OperatorChanges(null, null, Role.SUPPORT, null), AuditContext.COMMAND))
                .isEqualTo(lastOwner);
        assertThat(operators.administration.set(
                        left, new OperatorChanges(null, null, null, PortalScope.of(List.of(1L))), AuditContext.COMMAND))
                .isEqualTo(lastOwner);
    }

    @Test
    void an_api_key_is_good_until_it_is_revoked_or_expires() {
        String key = operators.apiKey("ci", Role.SUPPORT, PortalScope.of(List.of(1L)));
        assertThat(key).matches("vst_[A-Za-z0-9_-]{43}");
        Principal principal = operators
                .principals
                .byApiKey(Secret.of(key), Operators.origin())
                .orElseThrow();
        assertThat(principal.kind()).isEqualTo(Principal.Kind.API_KEY);
        assertThat(principal.portals().covers(1)).isTrue();
        assertThat(principal.portals().covers(2)).isFalse();
        ApiKey listed = operators.apiKeys.list(0, 10).getFirst();
        assertThat(listed.prefix()).isEqualTo(key.substring(0, 12));
        assertThat(listed.lastUsedAt()).isNotNull();
        assertThat(texts("select encode(hash, 'escape') || name || prefix from api_key")
                        .getFirst())
                .doesNotContain(key);

        assertThat(operators.principals.byApiKey(Secret.of(key + "x"), Operators.origin()))
                .isEmpty();
        assertThat(operators.principals.byApiKey(Secret.of("vst_" + "A".repeat(43)), Operators.origin()))
                .isEmpty();
        sql.useHandle(h -> h.execute("update api_key set expires_at = now()"));
        assertThat(operators.principals.byApiKey(Secret.of(key), Operators.origin()))
                .isEmpty();
        sql.useHandle(h -> h.execute("update api_key set expires_at = null"));
        operators.apiKeys.revoke(listed.id(), AuditContext.COMMAND);
        assertThat(operators.principals.byApiKey(Secret.of(key), Operators.origin()))
                .isEmpty();
    }
}

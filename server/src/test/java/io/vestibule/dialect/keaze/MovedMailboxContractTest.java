package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.dialect.keaze.Keaze.Magic;
import io.vestibule.dialect.keaze.PasskeyPage.Holder;
import io.vestibule.support.Authenticator;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.SoftPasskey;
import io.vestibule.support.StoredCustomer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose an account is that was moved to a mailbox which nobody has proven yet: docs/decisions/0065. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MovedMailboxContractTest {
    private static final String OWN = "the owner's own 7";

    private final PasskeyPage page = PasskeyPage.start();
    private final Keaze keaze = page.keaze;

    @AfterAll
    void stop() {
        page.close();
    }

    /** How somebody came to their account. */
    enum Origin {
        /** By a password, set in public; the mailbox is proven by the link that verifies it. */
        VERIFIED {
            @Override
            Holder enter(Keaze keaze, String email) {
                long id = keaze.register(email);
                assertThat(keaze.verify(keaze.stored(id, "verify"))).isEqualTo(200);
                return new Holder(
                        id, email, keaze.session(email, Keaze.PASSWORD).access());
            }

            @Override
            String password() {
                return Keaze.PASSWORD;
            }
        },
        /** By links alone. */
        PASSWORDLESS {
            @Override
            Holder enter(Keaze keaze, String email) {
                Magic link = keaze.magic("passwordless-access", email);
                return new Holder(link.id(), email, keaze.authToken(link).text("accessToken"));
            }

            @Override
            String password() {
                return "";
            }
        },
        /** Imported, with the password that they had. */
        IMPORTED {
            @Override
            Holder enter(Keaze keaze, String email) {
                long id =
                        StoredCustomer.of(email).password(PasskeyPage.PASSWORD).store(keaze.installation);
                return new Holder(
                        id, email, keaze.session(email, PasskeyPage.PASSWORD).access());
            }

            @Override
            String password() {
                return PasskeyPage.PASSWORD;
            }
        };

        abstract Holder enter(Keaze keaze, String email);

        /** Empty: none. */
        abstract String password();
    }

    /** How the owner of a mailbox comes to the account that has its address. */
    enum Way {
        LINK {
            @Override
            String enter(Keaze keaze, String email) {
                Reply reply = keaze.authToken(keaze.magic("passwordless-access", email));
                assertThat(reply.status()).as(reply.body()).isEqualTo(200);
                return reply.text("accessToken");
            }
        },
        RESET {
            @Override
            String enter(Keaze keaze, String email) {
                Magic link = keaze.magic("forgot-password", email);
                assertThat(keaze.post("reset-password/" + link.path(), "newPassword", OWN)
                                .status())
                        .isEqualTo(200);
                return keaze.session(email, OWN).access();
            }
        };

        /** Signs in, and gives the access token. */
        abstract String enter(Keaze keaze, String email);
    }

    private void move(String current, String wanted) {
        Magic link = keaze.magic("passwordless-change-email", current);
        Reply reply =
                keaze.patch("passwordless-change-email/" + link.path(), "currentEmail", current, "newEmail", wanted);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    private SoftPasskey passkey(Holder holder, String password) {
        SoftPasskey passkey = SoftPasskey.synced();
        Reply options = password.isEmpty()
                ? page.send("POST", "passkeys/options", holder)
                : page.send("POST", "passkeys/options", holder, "password", password);
        assertThat(page.register(holder, passkey.create(options.json())).status())
                .isEqualTo(201);
        return passkey;
    }

    private void secondFactor(Holder holder, String password) {
        Reply offer = password.isEmpty()
                ? page.send("POST", "second-factor/totp", holder)
                : page.send("POST", "second-factor/totp", holder, "password", password);
        Reply on = page.send(
                "POST", "second-factor/totp/confirm", holder, "code", new Authenticator(offer.text("secret")).code());
        assertThat(on.status()).as(on.body()).isEqualTo(200);
    }

    private long left(String table, long customer) {
        return keaze.installation.count("select count(*) from " + table + " where customer_id = ?", customer);
    }

    private static Stream<Arguments> originsAndWays() {
        return Stream.of(Origin.values())
                .flatMap(origin -> Stream.of(Way.values()).map(way -> Arguments.of(origin, way)));
    }

    @ParameterizedTest
    @MethodSource("originsAndWays")
    void a_passkey_from_before_the_move_and_the_session_are_not_the_new_mailboxs_owners(Origin origin, Way way) {
        Holder mallory = origin.enter(keaze, Keaze.newEmail());
        SoftPasskey passkey = passkey(mallory, origin.password());
        String victims = Keaze.newEmail();
        move(mallory.email(), victims);
        assertThat(keaze.opens(mallory.access()))
                .as("a change of address ends nothing")
                .isTrue();

        String owner = way.enter(keaze, victims);

        assertThat(page.signIn(passkey).status()).isEqualTo(401);
        assertThat(keaze.opens(mallory.access())).isFalse();
        assertThat(keaze.opens(owner)).isTrue();
        assertThat(keaze.events("authn_passkey_removed", mallory.id())).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("originsAndWays")
    void nor_is_one_from_after_it(Origin origin, Way way) {
        Holder mallory = origin.enter(keaze, Keaze.newEmail());
        String victims = Keaze.newEmail();
        move(mallory.email(), victims);
        SoftPasskey passkey = passkey(mallory, origin.password());

        way.enter(keaze, victims);

        assertThat(page.signIn(passkey).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("originsAndWays")
    void a_second_factor_from_before_the_move_does_not_ask_the_new_mailboxs_owner(Origin origin, Way way) {
        Holder mallory = origin.enter(keaze, Keaze.newEmail());
        secondFactor(mallory, origin.password());
        String victims = Keaze.newEmail();
        move(mallory.email(), victims);

        String owner = way.enter(keaze, victims);

        assertThat(keaze.get("second-factor", owner).text("enabled")).isEqualTo("false");
        assertThat(left("totp", mallory.id()) + left("recovery_code", mallory.id()) + left("totp_offer", mallory.id()))
                .isZero();
        assertThat(keaze.events("authn_factor_removed", mallory.id())).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"VERIFIED", "IMPORTED"})
    void a_password_from_before_the_move_opens_nothing_more_whoever_had_set_it(Origin origin) {
        Holder mallory = origin.enter(keaze, Keaze.newEmail());
        String victims = Keaze.newEmail();
        move(mallory.email(), victims);

        Way.LINK.enter(keaze, victims);

        assertThat(keaze.login(victims, origin.password()).status()).isEqualTo(401);
        assertThat(keaze.mails(mallory.id(), "password-dropped")).isEqualTo(1);
    }

    @Test
    void a_password_that_an_operator_sets_after_the_move_stays() {
        Holder customer = Origin.PASSWORDLESS.enter(keaze, Keaze.newEmail());
        String wanted = Keaze.newEmail();
        move(customer.email(), wanted);
        SoftPasskey passkey = passkey(customer, "");
        assertThat(keaze.client
                        .exchange(
                                "POST",
                                "/api/customers/v2/change-password.json?auth-userid=1&api-key=demo-key&customer-id="
                                        + customer.id() + "&new-passwd=from+the+operator+1",
                                Map.of(),
                                null)
                        .body())
                .isEqualTo("true");

        Way.LINK.enter(keaze, wanted);

        assertThat(keaze.login(wanted, "from the operator 1").status()).isEqualTo(200);
        assertThat(page.signIn(passkey).status()).isEqualTo(401);
        assertThat(keaze.mails(customer.id(), "passkey-removed")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void whoever_verifies_their_move_by_the_link_in_the_mail_about_it_keeps_what_is_theirs(Origin origin) {
        Holder customer = origin.enter(keaze, Keaze.newEmail());
        SoftPasskey passkey = passkey(customer, origin.password());
        String wanted = Keaze.newEmail();
        move(customer.email(), wanted);
        assertThat(keaze.verify(keaze.stored(customer.id(), "verify"))).isEqualTo(200);

        Way.LINK.enter(keaze, wanted);

        page.signsIn(passkey);
        assertThat(keaze.opens(customer.access())).isTrue();
        assertThat(origin.password().isEmpty()
                        || keaze.login(wanted, origin.password()).status() == 200)
                .isTrue();
        assertThat(keaze.mails(customer.id(), "password-dropped")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_move_that_an_operator_made_takes_nothing(Way way) {
        Holder customer = Origin.VERIFIED.enter(keaze, Keaze.newEmail());
        SoftPasskey passkey = passkey(customer, Keaze.PASSWORD);
        String wanted = Keaze.newEmail();
        assertThat(keaze.client
                        .exchange(
                                "POST",
                                "/api/customers/modify.json?auth-userid=1&api-key=demo-key&customer-id=" + customer.id()
                                        + "&username=" + wanted,
                                Map.of(),
                                null)
                        .body())
                .isEqualTo("true");

        way.enter(keaze, wanted);

        page.signsIn(passkey);
        if (way == Way.LINK) {
            assertThat(keaze.opens(customer.access())).isTrue();
            assertThat(keaze.login(wanted, Keaze.PASSWORD).status()).isEqualTo(200);
        }
    }

    @Test
    void a_move_of_ones_own_after_an_operators_counts_again() {
        Holder mallory = Origin.PASSWORDLESS.enter(keaze, Keaze.newEmail());
        SoftPasskey passkey = passkey(mallory, "");
        String between = Keaze.newEmail();
        keaze.client.exchange(
                "POST",
                "/api/customers/modify.json?auth-userid=1&api-key=demo-key&customer-id=" + mallory.id() + "&username="
                        + between,
                Map.of(),
                null);
        String victims = Keaze.newEmail();
        move(between, victims);

        Way.LINK.enter(keaze, victims);

        assertThat(page.signIn(passkey).status()).isEqualTo(401);
    }

    @Test
    void back_at_the_former_address_it_is_proven_anew() {
        Holder customer = Origin.VERIFIED.enter(keaze, Keaze.newEmail());
        SoftPasskey passkey = passkey(customer, Keaze.PASSWORD);
        String elsewhere = Keaze.newEmail();
        move(customer.email(), elsewhere);
        move(elsewhere, customer.email());

        Way.LINK.enter(keaze, customer.email());

        assertThat(page.signIn(passkey).status()).isEqualTo(401);
        assertThat(keaze.opens(customer.access())).isFalse();
    }

    @Test
    void another_spelling_of_the_address_is_the_same_mailbox() {
        Holder customer = Origin.VERIFIED.enter(keaze, Keaze.newEmail());
        SoftPasskey passkey = passkey(customer, Keaze.PASSWORD);
        move(customer.email(), customer.email().replace("customer", "Customer"));
        assertThat(keaze.verified(customer.id())).isTrue();

        Way.LINK.enter(keaze, customer.email());

        page.signsIn(passkey);
        assertThat(keaze.opens(customer.access())).isTrue();
    }

    @Test
    void an_imported_customers_first_link_takes_nothing() {
        Holder customer = Origin.IMPORTED.enter(keaze, Keaze.newEmail());
        SoftPasskey passkey = passkey(customer, PasskeyPage.PASSWORD);

        Way.LINK.enter(keaze, customer.email());

        page.signsIn(passkey);
        assertThat(keaze.opens(customer.access())).isTrue();
        assertThat(keaze.login(customer.email(), PasskeyPage.PASSWORD).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void links_tokens_and_passkeys_that_were_begun_are_void_with_the_first_proof(Way way) {
        Holder mallory = Origin.PASSWORDLESS.enter(keaze, Keaze.newEmail());
        String victims = Keaze.newEmail();
        move(mallory.email(), victims);
        var begun = page.send("POST", "passkeys/options", mallory).json();
        String token = keaze.client
                .get(
                        "/api/customers/generate-login-token.json?auth-userid=1&api-key=demo-key&customer-id="
                                + mallory.id(),
                        Map.of())
                .body()
                .replace("\"", "");
        Magic other = keaze.magic("passwordless-login", victims);

        way.enter(keaze, victims);

        assertThat(keaze.client
                        .get(
                                "/api/customers/authenticate-token.json?auth-userid=1&api-key=demo-key&token=" + token,
                                Map.of())
                        .body())
                .contains("The token is invalid or has expired.");
        assertThat(keaze.authToken(other).status()).isEqualTo(404);
        assertThat(page.register(mallory, SoftPasskey.synced().create(begun)).status())
                .isEqualTo(401);
        assertThat(left("passkey_ceremony", mallory.id())).isZero();
    }

    @Test
    void the_second_link_after_it_takes_nothing_of_the_owners() {
        Holder mallory = Origin.PASSWORDLESS.enter(keaze, Keaze.newEmail());
        String victims = Keaze.newEmail();
        move(mallory.email(), victims);
        Holder owner = new Holder(mallory.id(), victims, Way.LINK.enter(keaze, victims));
        SoftPasskey own = passkey(owner, "");

        Way.RESET.enter(keaze, victims);
        Way.LINK.enter(keaze, victims);

        page.signsIn(own);
        assertThat(keaze.send("GET", "profile", Client.bearer(owner.access())).status())
                .as("a reset ends sessions")
                .isEqualTo(401);
    }
}

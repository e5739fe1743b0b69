package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.JOHN;
import static io.vestibule.dialect.openid.OpenId.PORTAL;
import static io.vestibule.dialect.openid.OpenId.form;
import static io.vestibule.dialect.openid.OpenId.request;
import static io.vestibule.dialect.openid.OpenId.sent;
import static io.vestibule.support.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.session.SessionStore;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.Together;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Applications refresh on two nodes, as fast as they can, while all of the customer's sessions end: no token outlives that. */
class RefreshAtTheEndTest {
    private static final int APPLICATIONS = 16;

    /** More than any application comes to before the end. */
    private static final int MOST = 5000;

    private final OpenId openId = new OpenId();
    private final List<Client> nodes = List.of(openId.client, openId.installation.node());
    private final AtomicInteger refreshed = new AtomicInteger();

    @AfterEach
    void stop() {
        openId.close();
    }

    /** What ends all sessions. */
    enum End {
        DISABLED {
            @Override
            void of(OpenId openId) {
                new CustomerAdministrationStore(openId.installation.sql())
                        .disable(1, JOHN, true, null, AuditContext.COMMAND);
            }
        },
        DELETED {
            @Override
            void of(OpenId openId) {
                new CustomerAdministrationStore(openId.installation.sql()).delete(1, JOHN, AuditContext.COMMAND);
            }
        },
        SESSIONS_ENDED {
            @Override
            void of(OpenId openId) {
                new SessionStore(openId.installation.sql()).endAll(JOHN, AuditContext.COMMAND);
            }
        },
        NEW_EPOCH {
            @Override
            void of(OpenId openId) {
                new SessionStore(openId.installation.sql()).startEpoch(AuditContext.COMMAND);
            }
        },
        PASSWORD_RESET {
            @Override
            void of(OpenId openId) {
                String link = openId.client
                        .post(
                                "/api/rest/portal/forgot-password",
                                "{\"email\":\"john.doe@example.com\",\"url\":\"http://localhost:3000/reset\"}")
                        .text("magicLink")
                        .replace("http://localhost:3000/reset", "");
                assertThat(openId.client
                                .post(
                                        "/api/rest/portal/reset-password" + link,
                                        "{\"newPassword\":\"quite another one\"}")
                                .status())
                        .isEqualTo(200);
            }
        };

        abstract void of(OpenId openId);
    }

    private Reply tokens(String cookie, int i) {
        String scope = i % 2 == 0 ? "openid" : "openid offline_access";
        return openId.redeem(
                sent(openId.authorize(cookie, request("scope", scope))).get("code"));
    }

    /** The last tokens of an application that refreshes until it is refused. */
    private Reply last(Client node, Reply tokens) {
        Reply last = tokens;
        for (int i = 0; i < MOST; i++) {
            Reply next = node.exchange(
                    "POST",
                    PORTAL + "/token",
                    Map.of("Content-Type", "application/x-www-form-urlencoded"),
                    form(Map.of(
                            "grant_type", "refresh_token",
                            "client_id", "demo-spa",
                            "refresh_token", last.text("refresh_token"))));
            if (next.status() != 200) {
                assertThat(next.text("error")).isEqualTo("invalid_grant");
                break;
            }
            refreshed.incrementAndGet();
            last = next;
        }
        return last;
    }

    @ParameterizedTest
    @EnumSource
    void no_token_outlives_it(End end) {
        String cookie = openId.browser(JOHN);
        List<Reply> first = IntStream.range(0, APPLICATIONS)
                .mapToObj(i -> tokens(cookie, i))
                .toList();

        List<Reply> last = Together.run(APPLICATIONS + 1, i -> {
            if (i < APPLICATIONS) {
                return last(nodes.get(i % 2), first.get(i));
            }
            until(() -> refreshed.get() > 2 * APPLICATIONS);
            end.of(openId);
            return first.getFirst();
        });

        assertThat(last).allSatisfy(tokens -> {
            assertThat(openId.userInfo(tokens.text("access_token")).status()).isEqualTo(401);
            assertThat(openId.refresh(tokens.text("refresh_token")).text("error"))
                    .isEqualTo("invalid_grant");
        });
        assertThat(openId.installation.count("select count(*) from token_grant where customer_id = ?", JOHN))
                .isZero();
    }

    /** Whoever guesses at a password shuts nobody out of what they are signed in to. */
    @Test
    void a_lock_of_wrong_passwords_ends_no_application() {
        Reply tokens = tokens(openId.browser(JOHN), 0);
        for (int i = 0; i < 5; i++) {
            SignInDialect.SONAR.signIn(openId.client, "testtest123", "wrong");
        }
        assertThat(SignInDialect.SONAR
                        .signIn(openId.client, "testtest123", "correct horse 9")
                        .status())
                .as("locked")
                .isEqualTo(422);

        assertThat(openId.refresh(tokens.text("refresh_token")).status()).isEqualTo(200);
    }
}

package io.vestibule.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import io.vestibule.support.SignInDialect;
import io.vestibule.support.StoredCustomer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The password at the old system of somebody who moved to another's mailbox alone isn't that one's owner's: docs/decisions/0065. */
class UpstreamMovedMailboxTest {
    private static final String ROOT = "/api/rest/portal/";
    private static final String URL = "https://portal.example.com/welcome";
    private static final String ANN = "ann@example.com";
    private static final String VICTIM = "victim@example.org";
    private static final SignInDialect SONAR = SignInDialect.SONAR;

    private final Installation here = Installation.demo(Generous.limits());
    private final StubUpstream place = new StubUpstream();
    private final OldSystem old = new OldSystem();

    @AfterEach
    void stop() {
        here.close();
        place.close();
    }

    private static String link(Client server, String call, String email) {
        Reply reply = server.post(ROOT + call, "{\"url\":\"" + URL + "\",\"email\":\"" + email + "\"}");
        return reply.text("magicLink").substring(URL.length());
    }

    private static int signIn(Client server, String email) {
        return server.get(ROOT + "auth-token" + link(server, "passwordless-access", email), Map.of())
                .status();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void it_opens_nothing_once_the_owner_came_by_a_link(boolean usedBefore) {
        old.with(7001, "annie", ANN, "right one 11");
        long ann = StoredCustomer.of(ANN).username("annie").store(here);
        here.sql("update customer set awaits_upstream = true, upstream_id = 7001 where id = ?", ann);
        old.serve(place);
        Client server = Move.from(here, Kind.SONAR, place.url());
        assertThat(signIn(server, ANN)).isEqualTo(200);
        Reply moved = server.json(
                "PATCH",
                ROOT + "passwordless-change-email" + link(server, "passwordless-change-email", ANN),
                Map.of(),
                "{\"currentEmail\":\"" + ANN + "\",\"newEmail\":\"" + VICTIM + "\"}");
        assertThat(moved.status()).as(moved.body()).isEqualTo(200);
        if (usedBefore) {
            assertThat(SONAR.admits(SONAR.signIn(server, "annie", "right one 11")))
                    .isTrue();
        }

        assertThat(signIn(server, VICTIM)).isEqualTo(200);

        assertThat(SONAR.refuses(SONAR.signIn(server, "annie", "right one 11"))).isTrue();
        assertThat(SONAR.refuses(SONAR.signIn(server, VICTIM, "right one 11"))).isTrue();
    }
}

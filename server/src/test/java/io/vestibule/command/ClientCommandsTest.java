package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.TestDatabases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator does about an API client after it was made. */
class ClientCommandsTest {
    private final Operator demo = new Operator(TestDatabases.demo());

    @BeforeEach
    void add() {
        demo.gets("client", "add", "shop", "--portal", "1", "--scope", "sonar");
    }

    private String refused(String... args) {
        Operator.Ended ended = demo.types(args);
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).startsWith("vestibule: ").doesNotContain("\tat ");
        return ended.err();
    }

    @Test
    void networks_and_dialects_change() {
        assertThat(demo.gets("client", "set", "shop", "--network", "192.0.2.0/24,198.51.100.0/24"))
                .containsPattern("networks +192.0.2.0/24 198.51.100.0/24")
                .containsPattern("scopes +sonar\n");
        assertThat(demo.gets("client", "set", "shop", "--scope", "sonar,logicboxes", "--any-network"))
                .containsPattern("networks +any")
                .containsPattern("scopes +logicboxes sonar");
        assertThat(refused("client", "set", "shop", "--any-network", "--network", "192.0.2.0/24"))
                .contains("not both");
        assertThat(refused("client", "set", "shop", "--scope", "openid")).contains("add another client");
        assertThat(refused("client", "set", "shop", "--third-party")).contains("of openid");
        assertThat(refused("client", "set", "shop")).contains("Say what to set");
    }

    @Test
    void an_overlap_is_shown_and_ended() {
        assertThat(demo.gets("client", "show", "shop")).doesNotContain("old secret");
        demo.gets("client", "rotate", "shop", "--overlap", "1h");
        assertThat(demo.gets("client", "show", "shop")).containsPattern("old secret +good until 20");
        assertThat(demo.gets("client", "end-overlap", "shop")).contains("the current secret alone");
        assertThat(demo.gets("client", "show", "shop")).doesNotContain("old secret");
        assertThat(refused("client", "end-overlap", "shop")).contains("two secrets");
    }

    @Test
    void a_client_is_disabled_and_enabled() {
        demo.gets("client", "disable", "shop");
        assertThat(demo.gets("client", "show", "shop")).containsPattern("state +disabled");
        assertThat(refused("client", "set", "shop", "--any-network")).contains("is active");
        assertThat(demo.gets("client", "enable", "shop")).contains("is enabled");
        assertThat(demo.gets("client", "show", "shop")).containsPattern("state +active");
        assertThat(refused("client", "enable", "nobody")).contains("'nobody'");
    }

    @Test
    void when_and_from_where_it_called_last_is_shown_to_the_minute() {
        assertThat(demo.gets("client", "show", "shop")).containsPattern("last use +never");
        demo.sql("insert into api_client_use (client_id, used_at, network)"
                + " select id, '2026-11-28T10:00:31Z', '192.0.2.7' from api_client where name = 'shop'");
        assertThat(demo.gets("client", "show", "shop"))
                .containsPattern("last use +2026-11-28T10:00:00Z from 192.0.2.7");
        assertThat(demo.gets("client", "list")).containsPattern("shop +1 +sonar +any +active +2026-11-28T10:00:00Z");
    }
}

package io.vestibule.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.support.Client;
import io.vestibule.support.DatabaseLine;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.SignInDialect;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** "A sign-in of a customer who lives here costs nothing more." */
class UpstreamRoundTripsTest {
    @Test
    void who_lives_here_asks_the_database_twice_and_the_upstream_never() {
        try (Installation here = Installation.demo(Generous.limits());
                StubUpstream upstream = new StubUpstream();
                DatabaseLine line = new DatabaseLine(here)) {
            Move.set(here, Kind.KEAZE, upstream.url());
            Client server = here.node(Map.of("VESTIBULE_DATABASE_URL", line.url()));
            for (SignInDialect door : SignInDialect.values()) {
                long least = IntStream.range(0, 20)
                        .mapToLong(i -> {
                            long before = line.roundTrips();
                            assertThat(door.admits(door.signIn(server, "john.doe@example.com", "correct horse 9")))
                                    .isTrue();
                            return line.roundTrips() - before;
                        })
                        .min()
                        .orElseThrow();
                assertThat(least).isEqualTo(2);
            }
            assertThat(upstream.asked.get()).isZero();
        }
    }
}

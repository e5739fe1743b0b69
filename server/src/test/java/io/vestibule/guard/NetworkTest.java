package io.vestibule.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "A network is an IPv4 address or an IPv6 /64" (security). */
class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::ffff:192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2::, 2001:db8:1:2:0:0:0:0/64",
        "::1, 0:0:0:0:0:0:0:0/64",
    })
    void an_address_counts_as_its_network(String address, String network) {
        assertThat(Network.of(InetAddress.ofLiteral(address))).isEqualTo(new Network(network));
    }

    @Test
    void two_addresses_in_one_64_are_one_network_and_in_two_they_are_two() {
        Network first = Network.of(InetAddress.ofLiteral("2001:db8:0:1::1"));
        assertThat(Network.of(InetAddress.ofLiteral("2001:db8:0:1:ffff:ffff:ffff:ffff")))
                .isEqualTo(first);
        assertThat(Network.of(InetAddress.ofLiteral("2001:db8:0:2::1"))).isNotEqualTo(first);
        assertThat(Network.of(InetAddress.ofLiteral("192.0.2.8")))
                .isNotEqualTo(Network.of(InetAddress.ofLiteral("192.0.2.7")));
    }
}

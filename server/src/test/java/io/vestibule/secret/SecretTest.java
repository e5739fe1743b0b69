package io.vestibule.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SecretTest {
    @Test
    void itPrintsRedactedAlsoInsideARecord() {
        record Holder(String name, Secret password) {}

        assertThat(Secret.of("hunter22")).hasToString("Secret[redacted]");
        assertThat(new Holder("jane", Secret.of("hunter22")))
                .hasToString("Holder[name=jane, password=Secret[redacted]]");
    }

    @Test
    void revealGivesTheTextBackAsItWas() {
        assertThat(Secret.of(" Zoë\0 ").reveal()).isEqualTo(" Zoë\0 ");
        assertThat(Secret.of("").reveal()).isEmpty();
    }

    @Test
    void secretsAreEqualIfTheirTextsAre() {
        assertThat(Secret.of("abc")).isEqualTo(Secret.of("abc")).hasSameHashCodeAs(Secret.of("abc"));
        assertThat(Secret.of("abc")).isNotEqualTo(Secret.of("abd")).isNotEqualTo(Secret.of("abcd"));
        assertThat(Secret.of("abc")).isNotEqualTo(null);
    }

    @Test
    void differentLoneSurrogatesAreDifferentSecrets() {
        assertThat(Secret.of("\ud800")).isNotEqualTo(Secret.of("\ud801")).isNotEqualTo(Secret.of("?"));
    }
}

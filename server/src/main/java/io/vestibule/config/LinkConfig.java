package io.vestibule.config;

import java.time.Duration;

/** How long a link in a mail works, by purpose. */
public record LinkConfig(Duration signIn, Duration reset, Duration emailChange, Duration verification) {

    static final Setting<Duration> SIGN_IN =
            Setting.of("link.sign-in", Kind.DURATION, "15m", "How long a link to sign in works");
    static final Setting<Duration> RESET =
            Setting.of("link.reset", Kind.DURATION, "30m", "How long a link to set a new password works");
    static final Setting<Duration> EMAIL_CHANGE =
            Setting.of("link.email-change", Kind.DURATION, "15m", "How long a link to confirm a new address works");
    static final Setting<Duration> VERIFICATION =
            Setting.of("link.verification", Kind.DURATION, "24h", "How long a link to verify an address works");

    static LinkConfig read(Settings settings) {
        settings.section("Links");
        return new LinkConfig(
                settings.get(SIGN_IN), settings.get(RESET), settings.get(EMAIL_CHANGE), settings.get(VERIFICATION));
    }
}

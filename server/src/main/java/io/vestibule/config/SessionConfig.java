package io.vestibule.config;

import java.time.Duration;

/**
 * How long what a sign-in starts lives.
 *
 * @param accessFromPassword life of an access token after a password
 * @param accessFromLink life of an access token after a sign-in link
 * @param refreshIdle a session ends when it isn't refreshed for so long
 * @param refreshAbsolute a session ends after so long, however busy
 * @param refreshGrace how long a refresh token may be used again after its rotation, for answers that got lost; may be zero
 * @param browser life of a browser's session on our own pages, however busy
 */
public record SessionConfig(
        Duration accessFromPassword,
        Duration accessFromLink,
        Duration refreshIdle,
        Duration refreshAbsolute,
        Duration refreshGrace,
        Duration browser) {

    static final Setting<Duration> ACCESS_FROM_PASSWORD = Setting.of(
            "session.access-from-password", Kind.DURATION, "15m", "Life of an access token after a password");
    static final Setting<Duration> ACCESS_FROM_LINK = Setting.of(
            "session.access-from-link", Kind.DURATION, "24h", "Life of an access token after a sign-in link");
    static final Setting<Duration> REFRESH_IDLE =
            Setting.of("session.refresh-idle", Kind.DURATION, "14d", "A session ends when not refreshed for so long");
    static final Setting<Duration> REFRESH_ABSOLUTE =
            Setting.of("session.refresh-absolute", Kind.DURATION, "30d", "A session ends after so long, however busy");
    static final Setting<Duration> REFRESH_GRACE = Setting.of(
            "session.refresh-grace",
            Kind.DURATION_OR_ZERO,
            "30s",
            "How long a rotated refresh token may be reused without counting as theft, by clients that lost an answer");
    static final Setting<Duration> BROWSER = Setting.of(
            "session.browser",
            Kind.DURATION,
            "12h",
            "A browser's session on our own pages ends after so long, however busy");

    static SessionConfig read(Settings settings) {
        settings.section("Sessions");
        return new SessionConfig(
                settings.get(ACCESS_FROM_PASSWORD),
                settings.get(ACCESS_FROM_LINK),
                settings.get(REFRESH_IDLE),
                settings.get(REFRESH_ABSOLUTE),
                settings.get(REFRESH_GRACE),
                settings.get(BROWSER));
    }
}

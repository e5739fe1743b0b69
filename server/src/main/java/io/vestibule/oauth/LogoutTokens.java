package io.vestibule.oauth;

import io.vestibule.json.Json;
import io.vestibule.session.SigningKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The JWTs that tell an application of a session's end (OpenID Connect Back-Channel Logout 1.0 section 2.4). Each try has another. */
public final class LogoutTokens {
    /** Section 4: explicit typing, so that it passes for no other token. */
    private static final String TYPE = "logout+jwt";

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    /** "The expiration time should be short, preferably at most two minutes" (section 4). */
    private static final Duration LIFE = Duration.ofMinutes(2);

    private final SigningKeys keys;
    private final Issuers issuers;
    private final Subjects subjects;
    private final Clock clock;

    public LogoutTokens(SigningKeys keys, Issuers issuers, Subjects subjects, Clock clock) {
        this.keys = keys;
        this.issuers = issuers;
        this.subjects = subjects;
        this.clock = clock;
    }

    String of(LogoutNotice notice) {
        Instant now = clock.instant();
        return keys.sign(
                notice.algorithm(),
                TYPE,
                Json.object()
                        .put("iss", issuers.issuer(notice.portalId()))
                        .put("aud", notice.clientId())
                        .put("iat", now.getEpochSecond())
                        .put("exp", now.plus(LIFE).getEpochSecond())
                        .put("jti", UUID.randomUUID().toString())
                        .put(
                                "events",
                                Json.object().put(EVENT, Json.object().build()).build())
                        .put("sub", subjects.subject(notice.sector(), notice.customer()))
                        .put(
                                "sid",
                                subjects.session(notice.sector(), notice.session())
                                        .toString())
                        .build());
    }
}

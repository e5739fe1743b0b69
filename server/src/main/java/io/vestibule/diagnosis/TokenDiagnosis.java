package io.vestibule.diagnosis;

import io.vestibule.diagnosis.DiagnosisStore.Grant;
import io.vestibule.diagnosis.DiagnosisStore.Link;
import io.vestibule.diagnosis.DiagnosisStore.Session;
import io.vestibule.operator.PortalScope;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Tokens;
import io.vestibule.session.RefreshToken;
import io.vestibule.session.SignedClaims;
import io.vestibule.session.SignedTokens;
import io.vestibule.session.SigningAlgorithm;
import io.vestibule.session.SigningKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a token isn't good: of an access token, a refresh token and a mailed link. The token itself is nowhere in what it says. */
final class TokenDiagnosis {
    private static final Pattern PORTAL = Pattern.compile(".*/portals/([0-9]{1,18})");

    private final DiagnosisStore store;
    private final CustomerFindings customers;
    private final SignedTokens<SignedClaims> signed;
    private final MasterKey keys;
    private final Clock clock;

    TokenDiagnosis(DiagnosisStore store, CustomerFindings customers, SigningKeys signing, MasterKey keys, Clock clock) {
        this.store = store;
        this.customers = customers;
        this.signed = new SignedTokens<>(signing, "at+jwt", Set.of(SigningAlgorithm.ES256), clock, Optional::of);
        this.keys = keys;
        this.clock = clock;
    }

    private static Diagnosis unknown(String kind) {
        return Diagnosis.of(
                kind,
                Finding.refused(
                        "This installation didn't issue it, or not for a portal of yours: its signature, type, algorithm or key is"
                                + " wrong, or it is truncated.",
                        null,
                        "ES256, type at+jwt, a key of /.well-known/jwks.json",
                        "Compare the issuer (iss) with this installation's public URL. A token of a portal that isn't yours is told as"
                                + " unknown, too."));
    }

    /** Of a JWT. */
    Diagnosis accessToken(String text, PortalScope scope) {
        String kind = "an access token";
        SignedClaims claims = signed.verifyAnyAge(text).orElse(null);
        Long portal = claims == null ? null : portal(claims);
        if (claims == null || portal == null || !scope.covers(portal)) {
            return unknown(kind);
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.good("This installation signed it, for portal " + portal + "."));
        claims.text("client_id")
                .ifPresent(client -> findings.add(Finding.note("It was given to " + client + ".", null)));
        claims.instant("exp").filter(this::past).ifPresent(expired -> findings.add(expired(expired)));
        Optional<UUID> grant = claims.text("grant_id").map(UUID::fromString);
        Optional<UUID> session = claims.text("sid").map(UUID::fromString);
        if (grant.isPresent()) {
            return ofGrant(kind, findings, store.grant(grant.get()).orElse(null));
        }
        return session.isPresent()
                ? ofSession(kind, findings, store.session(session.get()).orElse(null))
                : new Diagnosis(kind, findings, List.of(), List.of());
    }

    private static @Nullable Long portal(SignedClaims claims) {
        Matcher audience = PORTAL.matcher(claims.audience().orElse(""));
        return audience.matches() ? Long.valueOf(audience.group(1)) : null;
    }

    private boolean past(Instant moment) {
        return !moment.isAfter(clock.instant());
    }

    private static Finding expired(Instant at) {
        return Finding.refused(
                "It has expired.",
                at,
                "life of access tokens (VESTIBULE_SESSION_ACCESS_FROM_PASSWORD, VESTIBULE_SESSION_ACCESS_FROM_LINK, or the client's own)",
                "The client gets another with its refresh token, or has the customer sign in again.");
    }

    /** Of a refresh token. */
    Diagnosis refreshToken(RefreshToken token, PortalScope scope) {
        String kind = "a refresh token";
        Grant grant = store.grant(token.grant()).orElse(null);
        if (grant == null) {
            return Diagnosis.of(
                    kind,
                    Finding.good("This installation made it."),
                    Finding.refused(
                            "The session or grant has ended: signed out, ended, revoked, used twice, or expired long ago.",
                            null,
                            null,
                            "The customer signs in again. The audit of the customer says which it was."));
        }
        if (!scope.covers(grant.portalId())) {
            return unknown(kind);
        }
        List<Finding> findings = new ArrayList<>(List.of(Finding.good("This installation made it.")));
        Instant until = grant.refreshUntil();
        if (Arrays.equals(token.hash(), grant.former())) {
            findings.add(Finding.refused(
                    "It was used, and another took its place. To use it again ends the session.",
                    grant.rotatedAt(),
                    "each refresh token is good once (RFC 9700 section 4.14.2; VESTIBULE_SESSION_REFRESH_GRACE)",
                    "The client must keep the new one of each answer."));
        } else if (!Arrays.equals(token.hash(), grant.current())) {
            findings.add(Finding.refused(
                    "It is an older one of its chain. To use it ends the session.",
                    null,
                    "each refresh token is good once (RFC 9700 section 4.14.2)",
                    "The client must keep the new one of each answer."));
        } else if (until != null && past(until)) {
            findings.add(Finding.refused(
                    "It wasn't used for too long.",
                    until,
                    "VESTIBULE_SESSION_REFRESH_IDLE",
                    "The customer signs in again."));
        } else {
            findings.add(Finding.good("It is the current one of its chain."));
        }
        return ofGrant(kind, findings, grant);
    }

    Optional<RefreshToken> refreshToken(String text) {
        return RefreshToken.parse(text, keys);
    }

    private Diagnosis ofGrant(String kind, List<Finding> findings, @Nullable Grant grant) {
        if (grant == null) {
            findings.add(Finding.refused(
                    "What the application was granted has ended: signed out, consent withdrawn, revoked, or expired.",
                    "The customer signs in at the application again."));
            return new Diagnosis(kind, findings, List.of(), List.of());
        }
        if (past(grant.expiresAt())) {
            findings.add(Finding.refused(
                    "What the client was granted has expired.",
                    grant.expiresAt(),
                    "VESTIBULE_SESSION_REFRESH_ABSOLUTE",
                    "The customer signs in again."));
        }
        return ofSession(kind, findings, store.session(grant.session()).orElse(null));
    }

    private Diagnosis ofSession(String kind, List<Finding> findings, @Nullable Session session) {
        if (session == null) {
            findings.add(Finding.refused(
                    "Its session is over, and forgotten since.", null, null, "The customer signs in again."));
            return new Diagnosis(kind, findings, List.of(), List.of());
        }
        Instant ended = session.endedAt();
        if (ended != null) {
            findings.add(Finding.refused(
                    "Its session was ended: signed out, by an operator, by another password, or as a token was used twice.",
                    ended,
                    null,
                    "The events below say which. The customer signs in again."));
        } else if (past(session.expiresAt())) {
            findings.add(Finding.refused(
                    "Its session has expired.",
                    session.expiresAt(),
                    "VESTIBULE_SESSION_REFRESH_ABSOLUTE",
                    "The customer signs in again."));
        } else {
            findings.add(Finding.good("Its session is alive."));
        }
        long customer = session.customerId();
        return new Diagnosis(kind, findings, List.of(), List.of())
                .about(customer, customers.of(customer), customers.events(customer));
    }

    /**
     * Of the token of a mailed link.
     *
     * @param customer that the link names
     */
    Diagnosis link(long customer, String token, PortalScope scope) {
        String kind = "a mailed link";
        Link link = store.link(Tokens.hash(token))
                .filter(found -> scope.covers(found.portalId()))
                .orElse(null);
        if (link == null) {
            return Diagnosis.of(
                    kind,
                    Finding.refused(
                            "There is no such open link: it was used, or voided by another password, address or an operator, or it expired"
                                    + " long ago, or it is truncated.",
                            null,
                            "each link is good once",
                            "Have a new one mailed. Some mail programs open links before their reader does: the page asks for a click"
                                    + " against that."));
        }
        List<Finding> findings = new ArrayList<>();
        if (link.customerId() != customer) {
            findings.add(Finding.refused(
                    "The number in front of its token is another customer's.", "Use it as it was mailed."));
        }
        if (past(link.expiresAt())) {
            findings.add(Finding.refused(
                    "It has expired.",
                    link.expiresAt(),
                    "life of links (VESTIBULE_LINK_SIGN_IN and its neighbours)",
                    "Have a new one mailed."));
        }
        if (!link.current()) {
            findings.add(Finding.refused(
                    "Its customer has another address since it was mailed.",
                    "Have a new one mailed, to the address that they have."));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.good("It is good (" + link.purpose() + "), once.", link.expiresAt()));
        }
        return new Diagnosis(kind, findings, List.of(), List.of())
                .about(link.customerId(), customers.of(link.customerId()), customers.events(link.customerId()));
    }
}

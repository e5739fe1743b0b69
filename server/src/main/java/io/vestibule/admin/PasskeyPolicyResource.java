package io.vestibule.admin;

import io.vestibule.administration.PasskeyAdministration;
import io.vestibule.administration.PasskeyAdministration.SetResult;
import io.vestibule.administration.PasskeyPolicyChanges;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Ids;
import io.vestibule.json.Json;
import io.vestibule.portal.AllowedUrl;
import io.vestibule.portal.PasskeyPolicy;
import io.vestibule.portal.RpId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which passkeys a portal takes: a part of the portal. */
final class PasskeyPolicyResource {
    private static final String MODEL_RULE = "must be an AAGUID, such as fbfc3007-154e-4ecc-8c0b-6e020557d7bd";

    private final PasskeyAdministration passkeys;

    PasskeyPolicyResource(PasskeyAdministration passkeys) {
        this.passkeys = passkeys;
    }

    static Json json(PasskeyPolicy policy) {
        return Json.object()
                .put("rpId", policy.rpId() == null ? null : policy.rpId().value())
                .put("topOrigins", Values.texts(policy.topOrigins()))
                .put("allowed", models(policy.allowed()))
                .put("blocked", models(policy.blocked()))
                .put("limit", policy.most())
                .build();
    }

    private static Json models(Collection<UUID> models) {
        return Values.texts(models.stream().map(UUID::toString).sorted().toList());
    }

    /** Reads the member {@code passkeys}; null where there is none. */
    static @Nullable PasskeyPolicyChanges read(Body body) {
        Body policy = body.object("passkeys");
        if (policy == null) {
            return null;
        }
        policy.neverCleared("topOrigins", "allowed", "blocked", "limit");
        boolean noSite = policy.clears("rpId");
        RpId site = policy.parsed("rpId", RpId::parse, "must be a host name, without scheme, port and path");
        List<String> origins =
                policy.texts("topOrigins", AllowedUrl::parseOrigin, "must be an origin, such as https://example.com");
        List<UUID> allowed = policy.texts("allowed", Ids::uuid, MODEL_RULE);
        List<UUID> blocked = policy.texts("blocked", Ids::uuid, MODEL_RULE);
        Long most = policy.number("limit", 1, PasskeyPolicy.LIMIT);
        policy.nothingElse();
        return new PasskeyPolicyChanges(
                noSite || site != null ? new PasskeyPolicyChanges.Site(site) : null,
                origins,
                allowed == null ? null : Set.copyOf(allowed),
                blocked == null ? null : Set.copyOf(blocked),
                most == null ? null : most.intValue());
    }

    /** Sets it, or ends the call. */
    void set(long portal, PasskeyPolicyChanges changes, AuditContext context) {
        switch (passkeys.set(portal, changes, context)) {
            case SetResult.Done done -> {}
            case SetResult.NotTheirSite(RpId site) ->
                throw AdminProblem.invalid("/passkeys/rpId", "none of the portal's allowed URLs is of this site")
                        .thrown();
            case SetResult.TooManySites(int most) ->
                throw AdminProblem.conflict(
                                "The allowed URLs are of more than " + most + " other sites: browsers take no more.")
                        .thrown();
            case SetResult.UnknownPortal(long unknown) ->
                throw AdminProblem.notFound().thrown();
        }
    }
}

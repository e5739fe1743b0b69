package io.vestibule.dialect.openid;

import io.vestibule.guard.Permitted;
import io.vestibule.http.Answer;
import io.vestibule.http.Parameters;
import io.vestibule.http.Problem;
import io.vestibule.json.Json;
import io.vestibule.oauth.DeviceAuthorizations;
import io.vestibule.oauth.DeviceAuthorizations.Begun;
import io.vestibule.oauth.GrantType;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.portal.Caller;
import io.vestibule.signin.RateLimits;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The device authorization endpoint (RFC 8628 section 3.1). */
final class DeviceEndpoint {
    private final DeviceAuthorizations devices;
    private final RateLimits limits;
    private final URI publicUrl;

    DeviceEndpoint(DeviceAuthorizations devices, RateLimits limits, URI publicUrl) {
        this.devices = devices;
        this.limits = limits;
        this.publicUrl = publicUrl;
    }

    Answer begin(Caller caller, OAuthClient client, Parameters form) {
        if (!client.metadata().grantTypes().contains(GrantType.DEVICE_CODE)) {
            return new OAuthError("unauthorized_client", "This client may not use device codes.").answer(400);
        }
        List<String> scopes = client.scopesOf(form.text("scope").orElse(""));
        if (scopes.isEmpty()) {
            return new OAuthError("invalid_scope", "The scope has nothing that this client may ask for.").answer(400);
        }
        return switch (devices.begin(limits.deviceAuthorization(caller, client), client, scopes)) {
            case Permitted.Throttled<Begun>(Duration wait) -> OAuthError.of(new Problem.Throttled(wait));
            case Permitted.Granted<Begun>(Begun begun) -> waiting(caller, begun);
        };
    }

    /** Section 3.2. */
    private Answer waiting(Caller caller, Begun begun) {
        String page = publicUrl + "/device/" + caller.portal().id();
        return Answer.json(
                200,
                Json.object()
                        .put("device_code", begun.deviceCode().reveal())
                        .put("user_code", begun.userCode().shown())
                        .put("verification_uri", page)
                        .put(
                                "verification_uri_complete",
                                page + "?user_code=" + begun.userCode().shown())
                        .put("expires_in", begun.life().toSeconds())
                        .put("interval", begun.interval().toSeconds())
                        .build());
    }
}

package io.vestibule.dialect.openid;

import io.vestibule.http.Answer;
import io.vestibule.http.Parameters;
import io.vestibule.json.Json;
import io.vestibule.oauth.DeviceAuthorizations;
import io.vestibule.oauth.GrantType;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.portal.Caller;
import java.net.URI;
import java.util.List;

/** The device authorization endpoint (RFC 8628 section 3.1). */
final class DeviceEndpoint {
    private final DeviceAuthorizations devices;
    private final URI publicUrl;

    DeviceEndpoint(DeviceAuthorizations devices, URI publicUrl) {
        this.devices = devices;
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
        DeviceAuthorizations.Begun begun = devices.begin(client, scopes);
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

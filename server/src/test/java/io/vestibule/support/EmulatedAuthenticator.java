package io.vestibule.support;

import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.AuthenticatorAssertionResponse;
import com.webauthn4j.data.AuthenticatorAttestationResponse;
import com.webauthn4j.data.PublicKeyCredential;
import com.webauthn4j.data.PublicKeyCredentialCreationOptions;
import com.webauthn4j.data.PublicKeyCredentialRequestOptions;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.test.authenticator.webauthn.WebAuthnAuthenticator;
import com.webauthn4j.test.authenticator.webauthn.WebAuthnAuthenticatorAdaptor;
import com.webauthn4j.test.client.ClientPlatform;
import io.vestibule.json.Json;

/** An authenticator and its browser as webauthn4j emulates them: it reads our options by its own classes, and answers as {@code toJSON()} does. */
public final class EmulatedAuthenticator {
    private static final ObjectConverter CONVERTER = new ObjectConverter();

    private final ClientPlatform browser;

    /** @param authenticator with no passkey yet */
    public EmulatedAuthenticator(WebAuthnAuthenticator authenticator) {
        this.browser = new ClientPlatform(
                new Origin(SoftPasskey.ORIGIN), new WebAuthnAuthenticatorAdaptor(authenticator, CONVERTER));
    }

    /** Answers options for a new passkey. */
    public Json.Object create(Json.Object options) {
        PublicKeyCredential<AuthenticatorAttestationResponse, ?> made =
                browser.create(read(options, PublicKeyCredentialCreationOptions.class));
        AuthenticatorAttestationResponse response = made.getResponse();
        return credential(
                made,
                Json.object()
                        .put("clientDataJSON", SoftPasskey.base64(response.getClientDataJSON()))
                        .put("attestationObject", SoftPasskey.base64(response.getAttestationObject())));
    }

    /** Answers options for a sign-in. */
    public Json.Object get(Json.Object options) {
        PublicKeyCredential<AuthenticatorAssertionResponse, ?> used =
                browser.get(read(options, PublicKeyCredentialRequestOptions.class));
        AuthenticatorAssertionResponse response = used.getResponse();
        Json.Builder answer = Json.object()
                .put("clientDataJSON", SoftPasskey.base64(response.getClientDataJSON()))
                .put("authenticatorData", SoftPasskey.base64(response.getAuthenticatorData()))
                .put("signature", SoftPasskey.base64(response.getSignature()));
        if (response.getUserHandle() != null) {
            answer.put("userHandle", SoftPasskey.base64(response.getUserHandle()));
        }
        return credential(used, answer);
    }

    private static <T> T read(Json.Object options, Class<T> type) {
        return CONVERTER.getJsonMapper().readValue(options.utf8(), type);
    }

    private static Json.Object credential(PublicKeyCredential<?, ?> credential, Json.Builder response) {
        return Json.object()
                .put("id", credential.getId())
                .put("rawId", SoftPasskey.base64(credential.getRawId()))
                .put("type", credential.getType())
                .put("response", response.build())
                .put("clientExtensionResults", Json.object().build())
                .build();
    }
}

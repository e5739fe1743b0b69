package io.vestibule.dialect.openid;

import io.vestibule.http.Answer;
import io.vestibule.http.Parameters;
import io.vestibule.json.Json;
import io.vestibule.oauth.Introspection;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.Revocation;
import io.vestibule.portal.Caller;

/** Whether a token is good (RFC 7662), and the end of one (RFC 7009). */
final class TokenStatusEndpoints {
    private final Introspection introspection;
    private final Revocation revocation;

    TokenStatusEndpoints(Introspection introspection, Revocation revocation) {
        this.introspection = introspection;
        this.revocation = revocation;
    }

    /** For clients that have credentials, so that nobody can try tokens out (RFC 7662 section 2.1). */
    Answer introspect(Caller caller, OAuthClient client, Parameters form) {
        if (client.metadata().isPublic()) {
            return new OAuthError("unauthorized_client", "A public client may not introspect tokens.").answer(403);
        }
        return form.text("token")
                .map(token -> Answer.json(200, introspection.introspect(caller, client, token)))
                .orElseGet(TokenStatusEndpoints::missing);
    }

    /** A token that isn't good any more, or never was, is revoked already (RFC 7009 section 2.2). */
    Answer revoke(Caller caller, OAuthClient client, Parameters form) {
        return form.text("token")
                .map(token -> revocation.revoke(caller, client, token)
                        ? Answer.json(200, Json.object().build())
                        // Section 2.2.1
                        : new OAuthError("unsupported_token_type", "A token of a client's own can't be revoked.")
                                .answer(400))
                .orElseGet(TokenStatusEndpoints::missing);
    }

    private static Answer missing() {
        return OAuthError.invalidRequest("The token is missing.").answer(400);
    }
}

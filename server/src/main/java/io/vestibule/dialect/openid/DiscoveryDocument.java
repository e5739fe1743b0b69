package io.vestibule.dialect.openid;

import io.vestibule.branding.Branding;
import io.vestibule.branding.LegalUrl;
import io.vestibule.json.Json;
import io.vestibule.mail.Language;
import io.vestibule.oauth.AuthMethod;
import io.vestibule.oauth.AuthenticationContext;
import io.vestibule.oauth.DpopProofs;
import io.vestibule.oauth.GrantType;
import io.vestibule.oauth.Issuers;
import io.vestibule.oauth.RequestObjects;
import io.vestibule.oauth.Scopes;
import io.vestibule.oauth.UserClaims;
import io.vestibule.portal.Portal;
import io.vestibule.session.SigningAlgorithm;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an issuer says of itself (OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2). */
final class DiscoveryDocument {
    private final Issuers issuers;
    private final URI publicUrl;

    DiscoveryDocument(Issuers issuers, URI publicUrl) {
        this.issuers = issuers;
        this.publicUrl = publicUrl;
    }

    Json of(Portal portal) {
        long portalId = portal.id();
        Branding branding = portal.branding();
        List<String> clientMethods = labels(AuthMethod.values(), AuthMethod::label);
        List<String> confidential = clientMethods.stream()
                .filter(method -> !method.equals(AuthMethod.NONE.label()))
                .toList();
        List<String> algorithms = labels(SigningAlgorithm.values(), SigningAlgorithm::name);
        return Json.object()
                .put("issuer", issuers.issuer(portalId))
                .put("authorization_endpoint", issuers.endpoint(portalId, "/authorize"))
                .put("pushed_authorization_request_endpoint", issuers.endpoint(portalId, "/par"))
                .put("require_pushed_authorization_requests", false)
                .put("token_endpoint", issuers.endpoint(portalId, "/token"))
                .put("userinfo_endpoint", issuers.endpoint(portalId, "/userinfo"))
                .put("introspection_endpoint", issuers.endpoint(portalId, "/introspect"))
                .put("revocation_endpoint", issuers.endpoint(portalId, "/revoke"))
                .put("end_session_endpoint", issuers.endpoint(portalId, "/logout"))
                .put("device_authorization_endpoint", issuers.endpoint(portalId, "/device_authorization"))
                .put("jwks_uri", publicUrl + "/.well-known/jwks.json")
                .putIfPresent("op_policy_uri", text(branding.privacyUrl()))
                .putIfPresent("op_tos_uri", text(branding.termsUrl()))
                .put("scopes_supported", texts(Scopes.STANDARD))
                .put("response_types_supported", texts(List.of("code")))
                .put("response_modes_supported", texts(labels(ResponseMode.values(), ResponseMode::label)))
                .put("grant_types_supported", texts(labels(GrantType.values(), GrantType::label)))
                .put("subject_types_supported", texts(List.of("public", "pairwise")))
                .put("id_token_signing_alg_values_supported", texts(algorithms))
                .put("userinfo_signing_alg_values_supported", texts(algorithms))
                .put("token_endpoint_auth_methods_supported", texts(clientMethods))
                .put("token_endpoint_auth_signing_alg_values_supported", texts(RequestObjects.ALGORITHMS))
                .put("revocation_endpoint_auth_methods_supported", texts(clientMethods))
                .put("revocation_endpoint_auth_signing_alg_values_supported", texts(RequestObjects.ALGORITHMS))
                .put("introspection_endpoint_auth_methods_supported", texts(confidential))
                .put("introspection_endpoint_auth_signing_alg_values_supported", texts(RequestObjects.ALGORITHMS))
                .put("code_challenge_methods_supported", texts(List.of("S256")))
                .put("dpop_signing_alg_values_supported", texts(DpopProofs.ALGORITHMS))
                .put("claims_supported", texts(UserClaims.SUPPORTED))
                .put("claim_types_supported", texts(List.of("normal")))
                .put("claims_parameter_supported", true)
                .put("request_parameter_supported", true)
                .put("request_object_signing_alg_values_supported", texts(RequestObjects.ALGORITHMS))
                .put("require_signed_request_object", false)
                .put("request_uri_parameter_supported", false)
                .put("acr_values_supported", texts(AuthenticationContext.CLASSES))
                .put("prompt_values_supported", texts(labels(Prompt.values(), Prompt::label)))
                .put("ui_locales_supported", texts(labels(Language.values(), Language::tag)))
                .put("authorization_response_iss_parameter_supported", true)
                .put("backchannel_logout_supported", true)
                .put("backchannel_logout_session_supported", true)
                .build();
    }

    private static @Nullable String text(@Nullable LegalUrl url) {
        return url == null ? null : url.value();
    }

    private static <E> List<String> labels(E[] values, Function<E, String> label) {
        return Arrays.stream(values).map(label).toList();
    }

    private static Json texts(List<String> texts) {
        return new Json.Array(texts.stream().map(Json::of).toList());
    }
}

package io.vestibule.command;

import io.vestibule.oauth.AuthMethod;
import io.vestibule.oauth.ClientMetadata;
import io.vestibule.oauth.GrantType;
import io.vestibule.oauth.RedirectUri;
import io.vestibule.session.SigningAlgorithm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code client add} and {@code client set} say of a client of OpenID Connect. What is left out stays as it is. */
final class OAuthOptions {
    private static final int LONGEST_KEY_SET = 64 * 1024;

    /** OpenID Connect Registration section 2, and all that a portal's own application may want. */
    @Option(
            names = "--redirect-uri",
            paramLabel = "URI",
            description = "openid: redirect URI, compared exactly. May be repeated.")
    private @Nullable List<String> redirectUris;

    @Option(
            names = "--post-logout-redirect-uri",
            paramLabel = "URI",
            description = "openid: where customers who signed out may be sent. May be repeated; empty for none.")
    private @Nullable List<String> postLogoutRedirectUris;

    @Option(
            names = "--public",
            description = "openid: an app on a device or a page in a browser, which can keep no secret.")
    private boolean isPublic;

    @Option(
            names = "--auth-method",
            paramLabel = "METHOD",
            converter = Arguments.OfAuthMethod.class,
            description =
                    "openid: client_secret_basic (the default), client_secret_post, private_key_jwt, or none (--public).")
    private @Nullable AuthMethod authMethod;

    @Option(
            names = "--jwks-file",
            paramLabel = "FILE",
            description =
                    "openid: the client's public keys, a JWK Set, for private_key_jwt and signed requests; empty for none.")
    private @Nullable String jwksFile;

    @Option(
            names = "--grant-type",
            paramLabel = "TYPE",
            split = ",",
            converter = Arguments.OfGrantType.class,
            description = "openid: authorization_code,refresh_token (the default), client_credentials, device_code.")
    private @Nullable Set<GrantType> grantTypes;

    @Option(
            names = "--allow-scope",
            paramLabel = "SCOPE",
            split = ",",
            description =
                    "openid: what it may ask for, such as openid,email,orders:read. All standard ones are the default.")
    private @Nullable List<String> scopes;

    @Option(names = "--third-party", description = "openid: somebody else's, so customers are asked for consent.")
    private boolean thirdParty;

    @Option(names = "--first-party", description = "openid: the portal's own (the default): nobody is asked.")
    private boolean firstParty;

    @Option(
            names = "--id-token-alg",
            paramLabel = "ALG",
            description = "openid: RS256 (the default) or ES256, which signs ID tokens.")
    private @Nullable SigningAlgorithm idTokenAlgorithm;

    @Option(
            names = "--userinfo-alg",
            paramLabel = "ALG",
            description = "openid: RS256 or ES256, which signs UserInfo answers; none (the default) for plain JSON.")
    private @Nullable String userInfoAlgorithm;

    @Option(
            names = "--access-token-life",
            paramLabel = "TIME",
            converter = Arguments.OfDuration.class,
            description = "openid: such as 5m; 0s, as by default, for the installation's.")
    private @Nullable Duration accessTokenLife;

    @Option(
            names = "--backchannel-logout-uri",
            paramLabel = "URI",
            description =
                    "openid: where it is told that a customer's session has ended; empty for nowhere (the default).")
    private @Nullable String backchannelLogoutUri;

    @Option(
            names = "--pushed-requests",
            paramLabel = "WHICH",
            description = "openid: required, or optional (the default): pushed authorization requests (RFC 9126).")
    private @Nullable String pushedRequests;

    @Option(
            names = "--request-objects",
            paramLabel = "WHICH",
            description = "openid: required, or optional (the default): requests that it signs (RFC 9101).")
    private @Nullable String requestObjects;

    @Option(
            names = "--dpop",
            paramLabel = "WHICH",
            description = "openid: required, or optional (the default): tokens that are bound to its key (RFC 9449).")
    private @Nullable String dpop;

    @Option(
            names = "--subject-type",
            paramLabel = "TYPE",
            description =
                    "openid: public (the default), or pairwise: it knows each customer by an id that no application of"
                            + " another sector knows.")
    private @Nullable String subjectType;

    @Option(
            names = "--sector",
            paramLabel = "HOST",
            description =
                    "openid: of a pairwise client; the host of its redirect URIs if left out. Another sector makes"
                            + " other ids.")
    private @Nullable String sector;

    /** Whether nothing was said. */
    boolean isEmpty() {
        return !isPublic
                && !thirdParty
                && !firstParty
                && Stream.of(
                                redirectUris,
                                postLogoutRedirectUris,
                                authMethod,
                                jwksFile,
                                grantTypes,
                                scopes,
                                idTokenAlgorithm,
                                userInfoAlgorithm,
                                accessTokenLife,
                                backchannelLogoutUri,
                                pushedRequests,
                                requestObjects,
                                dpop,
                                subjectType,
                                sector)
                        .allMatch(Objects::isNull);
    }

    /** Refuses what contradicts itself, before anything is opened. */
    void check() {
        if (thirdParty && firstParty) {
            throw new Refusal("Say --third-party or --first-party, not both.");
        }
        if (subjectType != null && !subjectType.equals("public") && !subjectType.equals("pairwise")) {
            throw new Refusal("--subject-type is public or pairwise.");
        }
        if (sector != null && "public".equals(subjectType)) {
            throw new Refusal("A client with public subjects has no --sector.");
        }
        if (isPublic && authMethod != null && authMethod != AuthMethod.NONE) {
            throw new Refusal("A --public client has no --auth-method.");
        }
    }

    /** A new client: what was said, and the usual for the rest. */
    ClientMetadata added() {
        return over(ClientMetadata.usual(grantTypes));
    }

    /** The client with what was said. */
    ClientMetadata over(ClientMetadata client) {
        AuthMethod method = isPublic ? AuthMethod.NONE : or(authMethod, client.authMethod());
        return new ClientMetadata(
                redirectUris == null ? client.redirectUris() : uris(redirectUris),
                postLogoutRedirectUris == null ? client.postLogoutRedirectUris() : uris(postLogoutRedirectUris),
                or(grantTypes, client.grantTypes()),
                scopes == null ? client.scopes() : given(scopes),
                method,
                jwksFile == null ? client.jwks() : jwksFile.isEmpty() ? null : read(jwksFile),
                or(idTokenAlgorithm, client.idTokenAlgorithm()),
                userInfoAlgorithm == null ? client.userInfoAlgorithm() : algorithm(userInfoAlgorithm),
                firstParty || (client.firstParty() && !thirdParty),
                accessTokenLife == null ? client.accessTokenLife() : accessTokenLife.isZero() ? null : accessTokenLife,
                backchannelLogoutUri == null
                        ? client.backchannelLogoutUri()
                        : backchannelLogoutUri.isEmpty() ? null : backchannelLogoutUri,
                isRequired("--pushed-requests", pushedRequests, client.pushedRequestsOnly()),
                isRequired("--request-objects", requestObjects, client.requestObjectsOnly()),
                isRequired("--dpop", dpop, client.dpopOnly()),
                sector(client));
    }

    /** Empty where it has to be named. One that was chosen once stays, whatever becomes of the redirect URIs. */
    private @Nullable String sector(ClientMetadata client) {
        if (sector != null) {
            if (subjectType == null && !client.isPairwise()) {
                throw new Refusal("A client with public subjects has no --sector: say --subject-type pairwise.");
            }
            return sector.toLowerCase(Locale.ROOT);
        }
        if (subjectType == null || (subjectType.equals("pairwise") && client.isPairwise())) {
            return client.sector();
        }
        if (subjectType.equals("public")) {
            return null;
        }
        return RedirectUri.commonHost(redirectUris == null ? client.redirectUris() : uris(redirectUris));
    }

    private static boolean isRequired(String option, @Nullable String said, boolean otherwise) {
        return switch (said) {
            case null -> otherwise;
            case "required" -> true;
            case "optional" -> false;
            default -> throw new Refusal(option + " is required or optional.");
        };
    }

    private static @Nullable SigningAlgorithm algorithm(String said) {
        return switch (said) {
            case "none" -> null;
            case "RS256" -> SigningAlgorithm.RS256;
            case "ES256" -> SigningAlgorithm.ES256;
            default -> throw new Refusal("--userinfo-alg is RS256, ES256 or none.");
        };
    }

    private static <T> T or(@Nullable T said, T otherwise) {
        return said == null ? otherwise : said;
    }

    private static List<RedirectUri> uris(List<String> said) {
        return given(said).stream().map(RedirectUri::new).toList();
    }

    private static List<String> given(List<String> said) {
        return new LinkedHashSet<>(said)
                .stream().filter(text -> !text.isEmpty()).toList();
    }

    private static String read(String name) {
        try (InputStream input = Files.newInputStream(Path.of(name))) {
            return new String(input.readNBytes(LONGEST_KEY_SET), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Refusal("\"" + Arguments.shown(name) + "\" can't be read.", e);
        }
    }
}

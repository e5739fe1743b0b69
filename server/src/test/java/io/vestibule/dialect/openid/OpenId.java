package io.vestibule.dialect.openid;

import io.vestibule.json.Json;
import io.vestibule.secret.Tokens;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Reply;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The demo's portal as an issuer, and the demo's two applications as its clients. */
final class OpenId implements AutoCloseable {
    static final String PORTAL = "/portals/1";
    static final String ISSUER = "http://localhost:8080/portals/1";
    static final String CALLBACK = "http://localhost:3000/callback";
    static final long JOHN = 2;
    static final long JANE = 3;

    /** RFC 7636 appendix B. */
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    final Installation installation = Installation.demo(Generous.limits());
    final Client client = installation.node();

    /** The cookie of a browser in which a customer is signed in, with a password. */
    String browser(long customer) {
        return browser(customer, "{pwd}", Duration.ZERO);
    }

    String browser(long customer, String amr, Duration ago) {
        UUID session = UUID.randomUUID();
        String cookie = Tokens.random();
        installation.sql("""
                insert into customer_session (id, portal_id, customer_id, amr, auth_time, expires_at)
                values (?, 1, ?, cast(? as text[]), now() - cast(? as interval), now() + interval '12 hours')
                """, session, customer, amr, ago.toString());
        installation.sql("insert into browser_session (hash, session_id) values (?, ?)", Tokens.hash(cookie), session);
        return "vestibule-1=" + cookie;
    }

    /** A request of the demo's single-page application, with changes; an empty value leaves a parameter out. */
    static Map<String, String> request(String... changes) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("client_id", "demo-spa");
        request.put("redirect_uri", CALLBACK);
        request.put("response_type", "code");
        request.put("scope", "openid");
        request.put("state", "s1");
        request.put("nonce", "n1");
        request.put("code_challenge", CHALLENGE);
        request.put("code_challenge_method", "S256");
        for (int i = 0; i < changes.length; i += 2) {
            request.put(changes[i], changes[i + 1]);
        }
        request.values().removeIf(String::isEmpty);
        return request;
    }

    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    Reply authorize(String cookie, Map<String, String> request) {
        return follow(cookie, PORTAL + "/authorize?" + form(request));
    }

    /** A GET with a browser's cookie. */
    Reply follow(String cookie, String path) {
        return client.get(path, cookie.isEmpty() ? Map.of() : Map.of("Cookie", cookie));
    }

    /** The parameters of the URL that an answer sends the browser to. */
    static Map<String, String> sent(Reply reply) {
        String location = Optional.ofNullable(reply.header("Location")).orElseThrow();
        String query = Optional.ofNullable(URI.create(location).getRawQuery()).orElse("");
        Map<String, String> sent = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            sent.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return sent;
    }

    /** A code for the application, of a browser in which John is signed in. */
    String code(String... changes) {
        return sent(authorize(browser(JOHN), request(changes))).get("code");
    }

    Reply post(String endpoint, Map<String, String> headers, Map<String, String> form) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        return client.exchange("POST", PORTAL + endpoint, all, form(form));
    }

    /** The single-page application's request for tokens, with changes; an empty value leaves a parameter out. */
    Reply redeem(String code, String... changes) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type", "authorization_code",
                "client_id", "demo-spa",
                "code", code,
                "redirect_uri", CALLBACK,
                "code_verifier", VERIFIER));
        for (int i = 0; i < changes.length; i += 2) {
            form.put(changes[i], changes[i + 1]);
        }
        form.values().removeIf(String::isEmpty);
        return post("/token", Map.of(), form);
    }

    /** Tokens of the single-page application for John. */
    Reply tokens(String... changes) {
        return redeem(code(changes));
    }

    Reply refresh(String refreshToken, String... more) {
        Map<String, String> form = new LinkedHashMap<>(
                Map.of("grant_type", "refresh_token", "client_id", "demo-spa", "refresh_token", refreshToken));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return post("/token", Map.of(), form);
    }

    Reply userInfo(String accessToken) {
        return client.get(PORTAL + "/userinfo", Client.bearer(accessToken));
    }

    /** The credentials of the demo's web application. */
    static Map<String, String> web() {
        return Client.basic("demo-web", "demo-web-secret");
    }

    /** What a JWT says. */
    static Json.Object claims(String jwt) {
        return part(jwt, 1);
    }

    static Json.Object header(String jwt) {
        return part(jwt, 0);
    }

    private static Json.Object part(String jwt, int index) {
        return (Json.Object) Json.parse(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[index]));
    }

    @Override
    public void close() {
        installation.close();
    }
}

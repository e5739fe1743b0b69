#!/usr/bin/env bash
# Spring Security answers 200 to a back-channel logout that signed nobody out, where the session cookie isn't called JSESSIONID.
#
# Expected: 200 says that the sessions of the logout token have ended here, 400 that they haven't (OpenID Connect Back-Channel Logout 1.0
#   section 2.8). How the cookie is called doesn't matter to a server that finds the sessions in its own memory.
# Versions: Spring Boot 4.1.2 with Spring Security 7.1.2 and Tomcat, Java 17 or newer, Maven.
# Behaviour: the filter finds the session, forgets that it belongs to the provider's, and sends itself an HTTP request to the address that it was
#   asked at, with the session's id in a cookie JSESSIONID. That request ends the session that the container finds by it. With
#   server.servlet.session.cookie.name set (to get the prefix __Host-, say) it finds none, which is answered 200 too. Nothing is logged at WARN,
#   the provider has no reason to ask again, and the customer stays signed in. A bean OidcBackChannelLogoutHandler that is told the cookie's name
#   is the cure.
# Seen:
#   cookie JSESSIONID: logout token 200, signed out
#   cookie SHOP: logout token 200, still signed in
#   cookie SHOP, and the handler is told so: logout token 200, signed out
set -euo pipefail
command -v mvn >/dev/null || { echo 'Maven is needed.'; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>4.1.2</version>
    <relativePath/>
  </parent>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.springframework.boot</groupId>
      <artifactId>spring-boot-starter-webmvc</artifactId>
    </dependency>
    <dependency>
      <groupId>org.springframework.boot</groupId>
      <artifactId>spring-boot-starter-security-oauth2-client</artifactId>
    </dependency>
  </dependencies>
</project>
XML
mvn --batch-mode --quiet dependency:copy-dependencies -DoutputDirectory=lib >&2

mkdir shop
cat >shop/Check.java <<'JAVA'
package shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.security.config.Customizer.withDefaults;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.net.CookieManager;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OidcBackChannelLogoutHandler;
import org.springframework.security.oauth2.client.oidc.session.InMemoryOidcSessionRegistry;
import org.springframework.security.oauth2.client.oidc.session.OidcSessionRegistry;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

public class Check {
    @EnableAutoConfiguration
    @Configuration(proxyBeanMethods = false)
    @RestController
    public static class Shop {
        @Bean
        OidcSessionRegistry sessions() {
            return new InMemoryOidcSessionRegistry();
        }

        @Bean
        @ConditionalOnProperty("told")
        OidcBackChannelLogoutHandler handler(OidcSessionRegistry sessions) {
            var handler = new OidcBackChannelLogoutHandler(sessions);
            handler.setSessionCookieName("SHOP");
            return handler;
        }

        @Bean
        SecurityFilterChain pages(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .oauth2Login(withDefaults())
                    .oidcLogout(logout -> logout.backChannel(withDefaults()))
                    .build();
        }

        @GetMapping("/account")
        String account() {
            return "account";
        }
    }

    /** Signs everybody in at once, as customer 1 in session s. */
    private static final class Provider {
        private final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        private final String issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        private final RSAKey key = new RSAKeyGenerator(2048).keyID("one").generate();
        private String nonce;

        Provider() throws Exception {
            server.createContext("/", this::answer);
            server.start();
        }

        String jwt(String type, String name, Object value) throws Exception {
            Instant now = Instant.now();
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").type(new JOSEObjectType(type)).build(),
                    new JWTClaimsSet.Builder()
                            .issuer(issuer)
                            .audience("shop")
                            .subject("1")
                            .claim("sid", "s")
                            .claim(name, value)
                            .jwtID("j")
                            .issueTime(Date.from(now))
                            .expirationTime(Date.from(now.plusSeconds(120)))
                            .build());
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        }

        private static String parameter(URI url, String name) {
            return Stream.of(url.getRawQuery().split("&"))
                    .filter(pair -> pair.startsWith(name + "="))
                    .findAny()
                    .orElseThrow()
                    .substring(name.length() + 1);
        }

        private void answer(HttpExchange exchange) {
            try (exchange) {
                URI url = exchange.getRequestURI();
                if (url.getPath().equals("/authorize")) {
                    nonce = parameter(url, "nonce");
                    String back = java.net.URLDecoder.decode(parameter(url, "redirect_uri"), UTF_8);
                    exchange.getResponseHeaders().add("Location", back + "?code=c&state=" + parameter(url, "state"));
                    exchange.sendResponseHeaders(302, -1);
                    return;
                }
                String json = switch (url.getPath()) {
                    case "/jwks" -> new JWKSet(key).toString();
                    case "/token" -> """
                            {"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": "%s"}"""
                            .formatted(jwt("JWT", "nonce", nonce));
                    default -> """
                            {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                             "jwks_uri": "%1$s/jwks", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                             "id_token_signing_alg_values_supported": ["RS256"]}""".formatted(issuer);
                };
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(json.getBytes(UTF_8));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String outcome(Provider provider, String... more) throws Exception {
        Stream<String> settings = Stream.of(
                "spring.main.banner-mode=off",
                "logging.level.root=warn",
                "server.address=127.0.0.1",
                "server.port=0",
                "spring.security.oauth2.client.registration.p.client-id=shop",
                "spring.security.oauth2.client.registration.p.client-secret=secret",
                "spring.security.oauth2.client.registration.p.scope=openid",
                "spring.security.oauth2.client.provider.p.issuer-uri=" + provider.issuer);
        String[] all = Stream.concat(settings, Stream.of(more)).map("--"::concat).toArray(String[]::new);
        try (var shop = SpringApplication.run(Shop.class, all)) {
            String home = "http://127.0.0.1:" + ((WebServerApplicationContext) shop).getWebServer().getPort();
            var cookies = new CookieManager();
            var browser = HttpClient.newBuilder().cookieHandler(cookies).followRedirects(Redirect.ALWAYS).build();
            var account = HttpRequest.newBuilder(URI.create(home + "/account")).build();
            if (!browser.send(account, BodyHandlers.ofString()).body().equals("account")) {
                return "not signed in";
            }
            Map<String, ?> events = Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of());
            var notice = HttpRequest.newBuilder(URI.create(home + "/logout/connect/back-channel/p"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("logout_token=" + provider.jwt("logout+jwt", "events", events)))
                    .build();
            int told = HttpClient.newHttpClient().send(notice, BodyHandlers.discarding()).statusCode();
            int then = HttpClient.newBuilder()
                    .cookieHandler(cookies)
                    .build()
                    .send(account, BodyHandlers.discarding())
                    .statusCode();
            return "logout token " + told + ", " + (then == 200 ? "still signed in" : "signed out");
        }
    }

    public static void main(String[] arguments) {
        try {
            var provider = new Provider();
            System.out.println("cookie JSESSIONID: " + outcome(provider));
            String shop = "server.servlet.session.cookie.name=SHOP";
            System.out.println("cookie SHOP: " + outcome(provider, shop));
            System.out.println("cookie SHOP, and the handler is told so: " + outcome(provider, shop, "told=true"));
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
JAVA
seen=$(java -cp 'lib/*' shop/Check.java)
printf '%s\n' "$seen"
[ "$seen" = 'cookie JSESSIONID: logout token 200, signed out
cookie SHOP: logout token 200, still signed in
cookie SHOP, and the handler is told so: logout token 200, signed out' ] || { echo 'The behaviour has changed.'; exit 1; }

package io.vestibule.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.branding.Branding;
import io.vestibule.cache.Deferred;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.json.Json;
import io.vestibule.passkey.WebAuthn.Ceremony;
import io.vestibule.passkey.WebAuthn.Result;
import io.vestibule.portal.AllowedUrl;
import io.vestibule.portal.Origins;
import io.vestibule.portal.PasskeyPolicy;
import io.vestibule.portal.Portal;
import io.vestibule.portal.PortalStore;
import io.vestibule.portal.RpId;
import io.vestibule.sql.Sql;
import io.vestibule.support.TestDatabases;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "Test Vectors" (WebAuthn Level 3 section 16), whose user isn't always verified. */
class WebAuthnTest {
    private static final Properties VECTORS = vectors();
    private static final Sql SQL = TestDatabases.demo().sql();

    private final WebAuthn webAuthn = new WebAuthn();

    private static Properties vectors() {
        Properties vectors = new Properties();
        try (InputStream file = WebAuthnTest.class.getResourceAsStream("vectors.properties")) {
            vectors.load(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return vectors;
    }

    private static byte[] bytes(String vector, String name) {
        return HexFormat.of().parseHex(VECTORS.getProperty(vector + "." + name));
    }

    private static String text(String vector, String name) {
        return Base64Url.encode(bytes(vector, name));
    }

    private static Ceremony ceremony(String vector, String kind, boolean verification, String... topOrigins) {
        RpId site = new RpId("example.org");
        Portal portal = new Portal(
                1,
                0,
                "Test",
                "en",
                false,
                List.of(),
                new Deferred<>(() -> ProfileSchema.BUILT_IN),
                new PasskeyPolicy(site, List.of(topOrigins), Set.of(), Set.of(), 20),
                Branding.NONE,
                null,
                List.of(AllowedUrl.of("https://example.org/")));
        var parties = new RelyingParties(
                new Origins(new PortalStore(SQL), false), URI.create("https://signin.example.net"), false);
        return new Ceremony(
                parties.of(portal, site), new PasskeyChallenge(text(vector, kind + ".challenge")), verification);
    }

    private Result<NewPasskey> registered(String vector, String... topOrigins) {
        Attestation answer = Attestation.parse(Json.object()
                        .put("id", text(vector, "create.credential_id"))
                        .put(
                                "response",
                                Json.object()
                                        .put("clientDataJSON", text(vector, "create.clientDataJSON"))
                                        .put("attestationObject", text(vector, "create.attestationObject"))
                                        .build())
                        .build())
                .orElseThrow();
        return webAuthn.register(answer, ceremony(vector, "create", false, topOrigins));
    }

    private Result<PasskeyUse> verified(String vector, NewPasskey passkey, boolean verification, String... topOrigins) {
        Assertion answer = Assertion.parse(Json.object()
                        .put("id", text(vector, "create.credential_id"))
                        .put(
                                "response",
                                Json.object()
                                        .put("clientDataJSON", text(vector, "get.clientDataJSON"))
                                        .put("authenticatorData", text(vector, "get.authenticatorData"))
                                        .put("signature", text(vector, "get.signature"))
                                        .build())
                        .build())
                .orElseThrow();
        return webAuthn.verify(
                answer,
                new PasskeyKey(
                        passkey.credential(),
                        passkey.counter(),
                        passkey.verified(),
                        passkey.backupEligible(),
                        passkey.backedUp()),
                ceremony(vector, "get", verification, topOrigins));
    }

    private static <T> T right(Result<T> result) {
        assertThat(result).isInstanceOf(Result.Right.class);
        return ((Result.Right<T>) result).value();
    }

    private static <T> PasskeyFault fault(Result<T> result) {
        assertThat(result).isInstanceOf(Result.Refused.class);
        return ((Result.Refused<T>) result).fault();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none-es256",
                "packed-self-es256",
                "none-es256-long-credential-id",
                "packed-rs256",
                "packed-eddsa",
                "apple-es256",
                "android-key-es256"
            })
    void what_the_standard_gives_as_right_is_right(String vector) {
        NewPasskey passkey = right(registered(vector));
        assertThat(passkey.id()).isEqualTo(bytes(vector, "create.credential_id"));
        right(verified(vector, passkey, false));
    }

    @Test
    void p13_an_algorithm_that_was_not_asked_for_is_refused() {
        assertThat(fault(registered("packed-es384"))).isEqualTo(PasskeyFault.ALGORITHM);
    }

    @Test
    void p12_verification_is_required_where_the_ceremony_says_so() {
        NewPasskey passkey = right(registered("none-es256"));
        assertThat(fault(verified("none-es256", passkey, true))).isEqualTo(PasskeyFault.UNVERIFIED);
        String verifying = "none-es256-long-credential-id";
        assertThat(right(verified(verifying, right(registered(verifying)), true))
                        .verified())
                .isTrue();
    }

    @Test
    void p21_a_frame_is_refused_unless_the_site_around_it_is_allowed() {
        assertThat(fault(registered("none-es256-crossOrigin"))).isEqualTo(PasskeyFault.FRAME);
        assertThat(fault(registered("none-es256-crossOrigin", "https://example.com")))
                .as("the browser doesn't tell which")
                .isEqualTo(PasskeyFault.FRAME);
        assertThat(fault(registered("none-es256-topOrigin"))).isEqualTo(PasskeyFault.FRAME);
        NewPasskey passkey = right(registered("none-es256-topOrigin", "https://example.com"));
        right(verified("none-es256-topOrigin", passkey, false, "https://example.com"));
        assertThat(fault(verified("none-es256-topOrigin", passkey, false))).isEqualTo(PasskeyFault.FRAME);
    }

    @Test
    void another_passkeys_key_does_not_verify() {
        NewPasskey other = right(registered("none-es256"));
        assertThat(fault(verified("packed-self-es256", other, false))).isEqualTo(PasskeyFault.WRONG);
    }

    @Test
    void a_registration_that_is_cut_short_is_refused_and_one_that_is_changed_never_is_a_fault() {
        byte[] object = bytes("none-es256", "create.attestationObject");
        for (int i = 0; i < object.length; i++) {
            assertThat(fault(of(Arrays.copyOf(object, i)))).as("cut to " + i).isEqualTo(PasskeyFault.MALFORMED);
            byte[] changed = object.clone();
            changed[i] ^= (byte) 0x81;
            assertThat(of(changed)).as("a flag or the AAGUID may be any").isNotNull();
        }
    }

    private Result<NewPasskey> of(byte[] attestationObject) {
        Attestation answer = new Attestation(
                bytes("none-es256", "create.credential_id"),
                bytes("none-es256", "create.clientDataJSON"),
                attestationObject,
                List.of(),
                null,
                text("none-es256", "create.challenge"));
        return webAuthn.register(answer, ceremony("none-es256", "create", false));
    }
}

package io.vestibule.dialect.keaze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.test.authenticator.webauthn.AndroidKeyAuthenticator;
import com.webauthn4j.test.authenticator.webauthn.NoneAttestationAuthenticator;
import com.webauthn4j.test.authenticator.webauthn.PackedAuthenticator;
import com.webauthn4j.test.authenticator.webauthn.TPMAuthenticator;
import com.webauthn4j.test.authenticator.webauthn.WebAuthnAuthenticator;
import com.webauthn4j.test.authenticator.webauthn.exception.InvalidStateException;
import io.vestibule.dialect.keaze.PasskeyPage.Holder;
import io.vestibule.json.Json;
import io.vestibule.support.EmulatedAuthenticator;
import io.vestibule.support.Reply;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Authenticators that others have written, with attestations of every format: what they say of their maker is neither asked for nor trusted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmulatedAuthenticatorsTest {
    private static final String MODEL = "fbfc3007-154e-4ecc-8c0b-6e020557d7bd";
    private static final String OTHER = "bada5566-a7aa-401f-bd96-45619a55120d";

    private final PasskeyPage page = PasskeyPage.start();

    @AfterAll
    void stop() {
        page.close();
    }

    static Stream<Named<WebAuthnAuthenticator>> authenticators() {
        return Stream.of(
                Named.of("none", new NoneAttestationAuthenticator()),
                Named.of("packed", new PackedAuthenticator()),
                Named.of("tpm", new TPMAuthenticator()),
                Named.of("android-key", new AndroidKeyAuthenticator()));
    }

    private static EmulatedAuthenticator of(String model) {
        return new EmulatedAuthenticator(
                new NoneAttestationAuthenticator(new AAGUID(model), 0, true, new ObjectConverter()));
    }

    private static Json.Object with(Json.Object options, String name, Json value) {
        Json.Builder changed = Json.object();
        options.fields().forEach(changed::put);
        return changed.put(name, value).build();
    }

    /** As an answer to options that ask for the maker's word, which ours don't. */
    private static Json.Object attested(EmulatedAuthenticator authenticator, Json.Object options) {
        return authenticator.create(with(options, "attestation", Json.of("direct")));
    }

    @ParameterizedTest
    @MethodSource("authenticators")
    void a_passkey_is_registered_and_signs_in(WebAuthnAuthenticator device) {
        EmulatedAuthenticator authenticator = new EmulatedAuthenticator(device);
        Holder holder = page.holder();

        Reply registered = page.register(holder, authenticator.create(page.creationOptions(holder)));

        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        assertThat(page.signIn(authenticator.get(page.requestOptions())).status())
                .isEqualTo(200);
        assertThat(page.signIn(authenticator.get(page.requestOptions(holder.email())))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("authenticators")
    void so_is_one_whose_answer_has_an_attestation(WebAuthnAuthenticator device) {
        EmulatedAuthenticator authenticator = new EmulatedAuthenticator(device);
        Holder holder = page.holder();

        Reply registered = page.register(holder, attested(authenticator, page.creationOptions(holder)));

        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        assertThat(page.signIn(authenticator.get(page.requestOptions())).status())
                .isEqualTo(200);
    }

    @Test
    void lists_of_models_hold_for_them() {
        try (PasskeyPage strict = PasskeyPage.start("passkey_allowed = '{" + MODEL + "}'")) {
            Holder holder = strict.holder();
            assertThat(strict.register(holder, of(MODEL).create(strict.creationOptions(holder)))
                            .status())
                    .isEqualTo(201);
            assertThat(PasskeyPage.fault(strict.register(holder, of(OTHER).create(strict.creationOptions(holder)))))
                    .contains("aren't accepted");
        }
        try (PasskeyPage strict = PasskeyPage.start("passkey_blocked = '{" + OTHER + "}'")) {
            Holder holder = strict.holder();
            assertThat(strict.register(holder, of(MODEL).create(strict.creationOptions(holder)))
                            .status())
                    .isEqualTo(201);
            assertThat(PasskeyPage.fault(strict.register(holder, of(OTHER).create(strict.creationOptions(holder)))))
                    .contains("aren't accepted");
        }
    }

    @Test
    void a_device_that_has_a_passkey_of_this_customer_makes_no_second() {
        EmulatedAuthenticator authenticator = of(MODEL);
        Holder holder = page.holder();
        page.register(holder, authenticator.create(page.creationOptions(holder)));
        Json.Object again = page.creationOptions(holder);

        assertThat(catchThrowable(() -> authenticator.create(again))).isInstanceOf(InvalidStateException.class);
    }
}

package io.vestibule.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.NotAllowedAlgorithmException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import com.webauthn4j.verifier.exception.VerificationException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies what browsers answer (WebAuthn Level 3 sections 7.1 and 7.2). Attestation isn't asked for, and of one that comes nothing is
 * concluded. The counter of signatures is no ground to refuse. Safe for use by many threads at once; the library behind it is loaded at
 * the first answer.
 */
public final class WebAuthn {
    /** Of keys, as COSE numbers them, the best first: Ed25519, ES256, RS256. Each is one that the library and the JDK verify. */
    static final List<Long> ALGORITHMS = List.of(-8L, -7L, -257L);

    private static final Logger LOG = LoggerFactory.getLogger(WebAuthn.class);

    private @Nullable Library library;

    /** The library, ready for use. */
    private record Library(
            WebAuthnManager manager,
            AttestedCredentialDataConverter credentials,
            List<PublicKeyCredentialParameters> algorithms) {
        static Library load() {
            ObjectConverter converter = new ObjectConverter();
            WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
            manager.getAuthenticationDataVerifier().setMaliciousCounterValueHandler(seen -> {});
            return new Library(
                    manager,
                    new AttestedCredentialDataConverter(converter),
                    ALGORITHMS.stream()
                            .map(algorithm -> new PublicKeyCredentialParameters(
                                    PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(algorithm)))
                            .toList());
        }
    }

    /**
     * What an answer has to be to.
     *
     * @param verification whether the authenticator has to have verified its user
     */
    public record Ceremony(RelyingParty party, PasskeyChallenge challenge, boolean verification) {}

    /** What came of an answer. */
    public sealed interface Result<T> {
        record Right<T>(T value) implements Result<T> {}

        record Refused<T>(PasskeyFault fault) implements Result<T> {}
    }

    /** Verifies a registration. */
    public Result<NewPasskey> register(Attestation answer, Ceremony ceremony) {
        return checked(answer.clientData(), ceremony, () -> registered(answer, ceremony));
    }

    private Result<NewPasskey> registered(Attestation answer, Ceremony ceremony) {
        Library library = library();
        RegistrationData data = library.manager()
                .verify(
                        new RegistrationRequest(answer.attestationObject(), answer.clientData()),
                        new RegistrationParameters(
                                property(ceremony), library.algorithms(), ceremony.verification(), true));
        AuthenticatorData<?> state = data.getAttestationObject().getAuthenticatorData();
        AttestedCredentialData credential = state.getAttestedCredentialData();
        if (credential == null || !Arrays.equals(credential.getCredentialId(), answer.id())) {
            return new Result.Refused<>(PasskeyFault.WRONG);
        }
        UUID aaguid = credential.getAaguid().getValue();
        if (!ceremony.party().portal().passkeys().takes(aaguid)) {
            return new Result.Refused<>(PasskeyFault.MODEL);
        }
        return new Result.Right<>(new NewPasskey(
                answer.id(),
                library.credentials().convert(credential),
                state.getSignCount(),
                state.isFlagUV(),
                state.isFlagBE(),
                state.isFlagBS(),
                answer.discoverable(),
                answer.transports(),
                aaguid));
    }

    /** Verifies a signature. */
    public Result<PasskeyUse> verify(Assertion answer, PasskeyKey key, Ceremony ceremony) {
        return checked(answer.clientData(), ceremony, () -> verified(answer, key, ceremony));
    }

    private Result<PasskeyUse> verified(Assertion answer, PasskeyKey key, Ceremony ceremony) {
        Library library = library();
        CredentialRecord record = new CredentialRecordImpl(
                new NoneAttestationStatement(),
                key.verified(),
                key.backupEligible(),
                key.backedUp(),
                key.counter(),
                library.credentials().convert(key.credential()),
                null,
                null,
                null,
                Set.of());
        AuthenticationData data = library.manager()
                .verify(
                        new AuthenticationRequest(
                                answer.id(), answer.authenticatorData(), answer.clientData(), answer.signature()),
                        new AuthenticationParameters(
                                property(ceremony), record, List.of(answer.id()), ceremony.verification(), true));
        AuthenticatorData<?> state = data.getAuthenticatorData();
        return new Result.Right<>(
                new PasskeyUse(record.getCounter(), state.isFlagUV(), state.isFlagBE(), state.isFlagBS()));
    }

    /** Says of page and frame what is wrong; the library says no more than that something is. */
    private static <T> Result<T> checked(byte[] clientData, Ceremony ceremony, Supplier<Result<T>> verification) {
        ClientData said = ClientData.parse(clientData).orElse(null);
        if (said == null) {
            return new Result.Refused<>(PasskeyFault.MALFORMED);
        }
        if (!ceremony.party().trusts(said.origin())) {
            return new Result.Refused<>(PasskeyFault.ORIGIN);
        }
        if (!ceremony.party().allowsFrame(said)) {
            return new Result.Refused<>(PasskeyFault.FRAME);
        }
        try {
            return verification.get();
        } catch (UserNotVerifiedException e) {
            return new Result.Refused<>(PasskeyFault.UNVERIFIED);
        } catch (NotAllowedAlgorithmException e) {
            return new Result.Refused<>(PasskeyFault.ALGORITHM);
        } catch (VerificationException e) {
            return new Result.Refused<>(PasskeyFault.WRONG);
        } catch (RuntimeException e) { // strangers' bytes, which the library's readers stumble over in any way
            LOG.debug("a browser's answer can't be read: {}", e.getClass().getSimpleName());
            return new Result.Refused<>(PasskeyFault.MALFORMED);
        }
    }

    private static ServerProperty property(Ceremony ceremony) {
        return ServerProperty.builder()
                .rpId(ceremony.party().id().value())
                .challenge(new DefaultChallenge(ceremony.challenge().text()))
                .originPredicate(origin -> ceremony.party().trusts(origin.toString()))
                .topOriginPredicate(origin ->
                        ceremony.party().portal().passkeys().topOrigins().contains(origin.toString()))
                .build();
    }

    private synchronized Library library() {
        Library ready = library;
        if (ready == null) {
            ready = Library.load();
            library = ready;
        }
        return ready;
    }
}

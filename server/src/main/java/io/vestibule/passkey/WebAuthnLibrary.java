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
import io.vestibule.passkey.WebAuthn.Ceremony;
import io.vestibule.passkey.WebAuthn.Result;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The library behind {@link WebAuthn}. To make one loads some hundred classes. */
final class WebAuthnLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(WebAuthnLibrary.class);

    private final WebAuthnManager manager;
    private final AttestedCredentialDataConverter credentials;
    private final List<PublicKeyCredentialParameters> algorithms;

    WebAuthnLibrary() {
        ObjectConverter converter = new ObjectConverter();
        this.manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
        this.manager.getAuthenticationDataVerifier().setMaliciousCounterValueHandler(seen -> {});
        this.credentials = new AttestedCredentialDataConverter(converter);
        this.algorithms = WebAuthn.ALGORITHMS.stream()
                .map(algorithm -> new PublicKeyCredentialParameters(
                        PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(algorithm)))
                .toList();
    }

    Result<NewPasskey> register(Attestation answer, Ceremony ceremony) {
        return attempt(() -> registered(answer, ceremony));
    }

    Result<PasskeyUse> verify(Assertion answer, PasskeyKey key, Ceremony ceremony) {
        return attempt(() -> verified(answer, key, ceremony));
    }

    private Result<NewPasskey> registered(Attestation answer, Ceremony ceremony) {
        RegistrationData data = manager.verify(
                new RegistrationRequest(answer.attestationObject(), answer.clientData()),
                new RegistrationParameters(
                        property(ceremony), algorithms, ceremony.verification(), ceremony.verification()));
        AuthenticatorData<?> state = data.getAttestationObject().getAuthenticatorData();
        AttestedCredentialData credential = state.getAttestedCredentialData();
        if (credential == null || !Arrays.equals(credential.getCredentialId(), answer.id())) {
            return new Result.Refused<>(PasskeyFault.WRONG);
        }
        UUID aaguid = credential.getAaguid().getValue();
        if (!ceremony.party().policy().takes(aaguid)) {
            return new Result.Refused<>(PasskeyFault.MODEL);
        }
        return new Result.Right<>(new NewPasskey(
                answer.id(),
                credentials.convert(credential),
                state.getSignCount(),
                state.isFlagUV(),
                state.isFlagBE(),
                state.isFlagBS(),
                answer.discoverable(),
                answer.transports(),
                aaguid));
    }

    private Result<PasskeyUse> verified(Assertion answer, PasskeyKey key, Ceremony ceremony) {
        CredentialRecord record = new CredentialRecordImpl(
                new NoneAttestationStatement(),
                key.verified(),
                key.backupEligible(),
                key.backedUp(),
                key.counter(),
                credentials.convert(key.credential()),
                null,
                null,
                null,
                Set.of());
        AuthenticationData data = manager.verify(
                new AuthenticationRequest(
                        answer.id(), answer.authenticatorData(), answer.clientData(), answer.signature()),
                new AuthenticationParameters(
                        property(ceremony), record, List.of(answer.id()), ceremony.verification(), true));
        AuthenticatorData<?> state = data.getAuthenticatorData();
        return new Result.Right<>(
                new PasskeyUse(record.getCounter(), state.isFlagUV(), state.isFlagBE(), state.isFlagBS()));
    }

    private static <T> Result<T> attempt(Supplier<Result<T>> verification) {
        try {
            return verification.get();
        } catch (UserNotVerifiedException e) {
            return new Result.Refused<>(PasskeyFault.UNVERIFIED);
        } catch (NotAllowedAlgorithmException e) {
            return new Result.Refused<>(PasskeyFault.ALGORITHM);
        } catch (VerificationException e) {
            return new Result.Refused<>(PasskeyFault.WRONG);
        } catch (RuntimeException e) { // strangers' bytes, over which the readers stumble in any way
            LOG.debug("a browser's answer can't be read: {}", e.getClass().getSimpleName());
            return new Result.Refused<>(PasskeyFault.MALFORMED);
        }
    }

    private static ServerProperty property(Ceremony ceremony) {
        return ServerProperty.builder()
                .rpId(ceremony.party().id().value())
                .challenge(new DefaultChallenge(ceremony.challenge().text()))
                .originPredicate(origin -> ceremony.party().trusts(origin.toString()))
                .topOriginPredicate(
                        origin -> ceremony.party().policy().topOrigins().contains(origin.toString()))
                .build();
    }
}

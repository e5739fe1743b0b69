package io.vestibule.passkey;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Verifies what browsers answer (WebAuthn Level 3 sections 7.1 and 7.2). Attestation isn't asked for, and of one that comes nothing is
 * concluded. The counter of signatures is no ground to refuse. Safe for use by many threads at once; the library behind it is loaded at
 * the first answer.
 */
public final class WebAuthn {
    /** Of keys, as COSE numbers them, the best first: Ed25519, ES256, RS256. Each is one that the library and the JDK verify. */
    static final List<Long> ALGORITHMS = List.of(-8L, -7L, -257L);

    private @Nullable WebAuthnLibrary library;

    /**
     * What an answer has to be to.
     *
     * @param verification whether the authenticator has to have verified its user. A registration that doesn't ask for it needs nobody to be
     *                     there (section 7.1 step 15: "if options.mediation is not set to conditional")
     */
    public record Ceremony(CeremonyParty party, PasskeyChallenge challenge, boolean verification) {}

    /** What came of an answer. */
    public sealed interface Result<T> {
        record Right<T>(T value) implements Result<T> {}

        record Refused<T>(PasskeyFault fault) implements Result<T> {}
    }

    /** Verifies a registration. */
    public Result<NewPasskey> register(Attestation answer, Ceremony ceremony) {
        return checked(answer.clientData(), ceremony, library -> library.register(answer, ceremony));
    }

    /** Verifies a signature. */
    public Result<PasskeyUse> verify(Assertion answer, PasskeyKey key, Ceremony ceremony) {
        return checked(answer.clientData(), ceremony, library -> library.verify(answer, key, ceremony));
    }

    /** Says of page and frame what is wrong; the library says no more than that something is. */
    private <T> Result<T> checked(
            byte[] clientData, Ceremony ceremony, Function<WebAuthnLibrary, Result<T>> verification) {
        ClientData said = ClientData.parse(clientData).orElse(null);
        if (said == null) {
            return new Result.Refused<>(PasskeyFault.MALFORMED);
        }
        if (!ceremony.party().trusts(said.origin())) {
            return new Result.Refused<>(PasskeyFault.ORIGIN);
        }
        if (!allowsFrame(ceremony.party(), said)) {
            return new Result.Refused<>(PasskeyFault.FRAME);
        }
        return verification.apply(library());
    }

    /** Whether the page may be where it was: in no frame of another site's, or in one that is allowed. */
    private static boolean allowsFrame(CeremonyParty party, ClientData said) {
        return !said.framed()
                || (said.topOrigin() != null && party.policy().topOrigins().contains(said.topOrigin()));
    }

    private synchronized WebAuthnLibrary library() {
        WebAuthnLibrary ready = library;
        if (ready == null) {
            ready = new WebAuthnLibrary();
            library = ready;
        }
        return ready;
    }
}

package io.vestibule.dialect.openid;

import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.oauth.DpopProofs;
import io.vestibule.oauth.DpopProofs.Verification;
import io.vestibule.session.DpopProof;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code DPoP} header of requests (RFC 9449 section 4.1), and {@code DPoP-Nonce} of their answers (section 8). */
final class DpopHeader {
    /** The scheme of {@code Authorization} and {@code WWW-Authenticate}, and the token type (section 7.1). */
    static final String SCHEME = "DPoP";

    private static final String HEADER = "DPoP";
    private static final String NONCE_WANTED = "use_dpop_nonce";

    private final DpopProofs proofs;

    DpopHeader(DpopProofs proofs) {
        this.proofs = proofs;
    }

    /** What came with a request. */
    sealed interface Presented {
        /** No proof. */
        record None() implements Presented {}

        /** A proof that is good, if it wasn't used before. */
        record Proven(DpopProof proof) implements Presented {}

        /** One that isn't, and why (sections 5 and 8). */
        record Refused(OAuthError error) implements Presented {}
    }

    /** Answers a request whose proof is good. */
    @FunctionalInterface
    interface Call {
        Answer answer(@Nullable DpopProof proof);
    }

    /**
     * Reads the proof of a request to an endpoint that clients call, and has the request answered (section 5). A proof that is refused leaves all
     * that the request brings as good as it was, so that it can be sent again. A good answer has the nonce for the next proof, and so has the want
     * of one (section 8). Other refusals have none: oidc-client-ts 3.5 takes each that has one for that want, whatever its error.
     *
     * @param url of the endpoint
     */
    Answer answer(Request request, String url, Call call) {
        return switch (read(request, url, null)) {
            case Presented.None() -> call.answer(null);
            case Presented.Proven(DpopProof proof) -> {
                Answer answer = call.answer(proof);
                yield answer.status() < 400 ? withNonce(answer) : answer;
            }
            case Presented.Refused(OAuthError error) -> {
                Answer answer = error.answer(400);
                yield error.code().equals(NONCE_WANTED) ? withNonce(answer) : answer;
            }
        };
    }

    /**
     * Reads the proof of a request.
     *
     * @param accessToken that it comes with; null for none
     */
    Presented read(Request request, String url, @Nullable String accessToken) {
        List<String> headers = request.values(HEADER);
        if (headers.isEmpty()) {
            return new Presented.None();
        }
        if (headers.size() > 1) {
            return new Presented.Refused(invalidProof("There is more than one DPoP header."));
        }
        return switch (proofs.verify(headers.getFirst(), request.method(), url, accessToken)) {
            case Verification.Proven(DpopProof proof) -> new Presented.Proven(proof);
            case Verification.NonceWanted() ->
                new Presented.Refused(
                        new OAuthError(NONCE_WANTED, "The DPoP proof needs the nonce of the DPoP-Nonce header."));
            case Verification.Invalid(String reason) -> new Presented.Refused(invalidProof(reason));
        };
    }

    /** The answer with the nonce for the next proof. */
    Answer withNonce(Answer answer) {
        return answer.with("DPoP-Nonce", proofs.nonce());
    }

    static OAuthError invalidProof(String description) {
        return new OAuthError("invalid_dpop_proof", description);
    }

    static OAuthError replayed() {
        return invalidProof("The DPoP proof was used before.");
    }
}

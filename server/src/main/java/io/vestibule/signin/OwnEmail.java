package io.vestibule.signin;

import io.vestibule.customer.EmailAddress;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.BrowserSessions.Found;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What customers who are signed in do with their own address. A change takes a proof beside the session; who has nothing to prove it with
 * must have signed in just now.
 */
public final class OwnEmail {
    private final FreshProof proof;
    private final EmailChange change;
    private final LinkRequests links;

    public OwnEmail(FreshProof proof, EmailChange change, LinkRequests links) {
        this.proof = proof;
        this.change = change;
        this.links = links;
    }

    /** How a change ended. */
    public sealed interface Result {
        /** Both addresses are told. */
        record Done() implements Result {}

        /** A proof is wanted of this kind, and wasn't given. */
        record Wanted(Enrolment.Proof proof) implements Result {}

        /** The proof is wrong, or a lock holds. */
        record Wrong(Enrolment.Proof proof) implements Result {}

        /** They have neither password nor second factor, and signed in too long ago. */
        record Stale() implements Result {}

        /** It is their address already, in the same spelling. */
        record Same() implements Result {}

        /** Somebody has the new address. */
        record Taken() implements Result {}

        /** The session that asks is over by now. */
        record Over() implements Result {}

        /** Too many attempts; nothing was changed. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** Changes the address. Nobody is told whether somebody has the new one before they have proven who they are. */
    public Result change(
            Caller caller, Found session, EmailAddress wanted, @Nullable Secret password, @Nullable Secret code) {
        if (wanted.value().equals(session.customer().email())) {
            return new Result.Same();
        }
        return switch (proof.of(caller, session.customer(), password, code)) {
            case FreshProof.Result.Given given -> changed(caller, session, wanted);
            case FreshProof.Result.SessionAlone() ->
                session.recent() ? changed(caller, session, wanted) : new Result.Stale();
            case FreshProof.Result.Wanted(Enrolment.Proof kind) -> new Result.Wanted(kind);
            case FreshProof.Result.Wrong(Enrolment.Proof kind) -> new Result.Wrong(kind);
            case FreshProof.Result.Throttled(Duration retryAfter) -> new Result.Throttled(retryAfter);
        };
    }

    private Result changed(Caller caller, Found session, EmailAddress wanted) {
        return switch (change.signedIn(caller, session.signedIn(), wanted)) {
            case EmailChange.Result.Done() -> new Result.Done();
            case EmailChange.Result.Refused() -> new Result.Over();
            case EmailChange.Result.Taken() -> new Result.Taken();
            case EmailChange.Result.Throttled(Duration retryAfter) -> new Result.Throttled(retryAfter);
        };
    }

    /** Mails another link that verifies the address. */
    public LinkRequests.Result verification(Caller caller, Found session) {
        return links.verification(caller, session.customer());
    }
}

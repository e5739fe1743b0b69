package io.vestibule.signin;

import io.vestibule.customer.PasswordStore;
import io.vestibule.mail.MailSender;
import io.vestibule.password.HashPool;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.OpenSession;
import io.vestibule.session.SessionStore;
import io.vestibule.session.Sessions.SignedIn;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What customers who are signed in do with their own password and sessions. Each change takes the password once more, if they have
 * one (ASVS 6.2.3, 7.5.2).
 */
public final class OwnAccount {
    private final Reauthentication passwords;
    private final PasswordStore store;
    private final SessionStore sessions;
    private final HashPool pool;
    private final MailSender mail;

    public OwnAccount(
            Reauthentication passwords, PasswordStore store, SessionStore sessions, HashPool pool, MailSender mail) {
        this.passwords = passwords;
        this.store = store;
        this.sessions = sessions;
        this.pool = pool;
        this.mail = mail;
    }

    /** How it ended. Nothing was changed but where it was done. */
    public sealed interface Result {
        record Done() implements Result {}

        /** The password is wanted, and wasn't given. */
        record Wanted() implements Result {}

        /** The password is wrong, or a lock holds. */
        record Wrong() implements Result {}

        /** They have no password to change, or no such session to end. */
        record Nothing() implements Result {}

        /** The session that asks is over by now. */
        record Over() implements Result {}

        /** Too many attempts; nothing was verified. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** Changes the password into one that the policy has accepted. It ends the other sessions, and a mail says so. */
    public Result changePassword(Caller caller, SignedIn who, Secret password, Secret wanted) {
        return proven(caller, who, password, hasPassword -> {
            if (!hasPassword) {
                return new Result.Nothing();
            }
            long customer = who.customer().id();
            if (!store.change(customer, who.session(), pool.hash(wanted), caller.auditContext())) {
                return new Result.Over();
            }
            mail.nudge();
            return new Result.Done();
        });
    }

    /** The sessions that are alive. */
    public List<OpenSession> sessions(SignedIn who) {
        return sessions.open(who.customer().id());
    }

    /** Ends one of them, be it the one that asks. */
    public Result end(Caller caller, SignedIn who, UUID session, @Nullable Secret password) {
        return proven(
                caller,
                who,
                password,
                hasPassword -> sessions.end(session, who.customer().id(), caller.auditContext())
                        ? new Result.Done()
                        : new Result.Nothing());
    }

    /** Ends all but the one that asks. */
    public Result endOthers(Caller caller, SignedIn who, @Nullable Secret password) {
        return proven(caller, who, password, hasPassword -> {
            sessions.endOthers(who.session(), who.customer().id(), caller.auditContext());
            return new Result.Done();
        });
    }

    /** @param change takes whether they have a password */
    private Result proven(Caller caller, SignedIn who, @Nullable Secret password, Function<Boolean, Result> change) {
        return switch (passwords.confirm(caller, who.customer(), password)) {
            case Reauthentication.Result.Confirmed() -> change.apply(true);
            case Reauthentication.Result.NoPassword() -> change.apply(false);
            case Reauthentication.Result.Missing() -> new Result.Wanted();
            case Reauthentication.Result.Wrong() -> new Result.Wrong();
            case Reauthentication.Result.Throttled(Duration retryAfter) -> new Result.Throttled(retryAfter);
        };
    }
}

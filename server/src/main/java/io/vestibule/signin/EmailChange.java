package io.vestibule.signin;

import io.vestibule.customer.EmailAddress;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Permitted;
import io.vestibule.link.Link;
import io.vestibule.link.LinkPurpose;
import io.vestibule.link.LinkStore;
import io.vestibule.link.Links;
import io.vestibule.mail.MailSender;
import io.vestibule.portal.Caller;
import io.vestibule.session.Sessions.SignedIn;
import io.vestibule.upstream.UpstreamLookUp;
import io.vestibule.upstream.Upstreams;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Customers change their own address, by a mailed link or signed in. It tells whether somebody has the new one, and mails to it if nobody
 * has.
 */
public final class EmailChange {
    private final EmailChangeStore store;
    private final LinkStore linkStore;
    private final GuardStore guard;
    private final RateLimits limits;
    private final Links links;
    private final MailSender mail;
    private final UpstreamLookUp upstream;

    public EmailChange(
            EmailChangeStore store,
            LinkStore linkStore,
            GuardStore guard,
            RateLimits limits,
            Links links,
            MailSender mail,
            UpstreamLookUp upstream) {
        this.store = store;
        this.linkStore = linkStore;
        this.guard = guard;
        this.limits = limits;
        this.links = links;
        this.mail = mail;
        this.upstream = upstream;
    }

    /** How it ended. */
    public sealed interface Result {
        /** Both addresses are told. */
        record Done() implements Result {}

        /** Something about the link, the current address or the session doesn't fit: nothing was consumed. */
        record Refused() implements Result {}

        /** Somebody has the new address, here or at the portal's upstream: nothing was consumed. */
        record Taken() implements Result {}

        /** Too many; nothing was looked at. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** Redeems a link that changes the address. */
    public Result byLink(Caller caller, long customerId, String token, EmailAddress current, EmailAddress wanted) {
        long portal = caller.portal().id();
        return change(
                caller,
                customerId,
                wanted,
                () -> linkStore.fits(LinkPurpose.CHANGE_EMAIL, portal, customerId, token),
                verification -> store.byLink(
                        portal,
                        token,
                        current,
                        verification,
                        limits.mailTo(caller, wanted.login()),
                        caller.auditContext()));
    }

    /** For customers who are signed in, and have proven once more that it is them. */
    Result signedIn(Caller caller, SignedIn who, EmailAddress wanted) {
        return change(
                caller,
                who.customer().id(),
                wanted,
                () -> true,
                verification -> store.inSession(
                        who.session(), verification, limits.mailTo(caller, wanted.login()), caller.auditContext()));
    }

    /** @param mayAsk whether they may be told whether the portal's upstream has the address */
    private Result change(
            Caller caller,
            long customerId,
            EmailAddress wanted,
            BooleanSupplier mayAsk,
            Function<Link, Result> change) {
        if (guard.acquire(limits.addressChange(caller, wanted.login()))
                instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            return new Result.Throttled(retryAfter);
        }
        if (Upstreams.has(caller.portal()) && mayAsk.getAsBoolean() && upstream.holds(caller, wanted.login())) {
            return new Result.Taken();
        }
        Result result = change.apply(links.verification(caller.portal().id(), customerId, wanted));
        if (result instanceof Result.Done) {
            mail.nudge();
        }
        return result;
    }
}

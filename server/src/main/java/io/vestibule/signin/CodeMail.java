package io.vestibule.signin;

import io.vestibule.customer.Customer;
import io.vestibule.customer.EmailAddress;
import io.vestibule.factor.FactorCodes;
import io.vestibule.factor.FactorStore;
import io.vestibule.factor.Factors;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Permitted;
import io.vestibule.mail.Letter;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.MailSender;
import io.vestibule.portal.Caller;
import java.time.Duration;

/** Mails a code to a customer who has a second factor on: to the address that is stored and was proven to be theirs. */
public final class CodeMail {
    private final FactorStore store;
    private final FactorCodes codes;
    private final GuardStore guard;
    private final RateLimits limits;
    private final MailSender mail;

    public CodeMail(FactorStore store, FactorCodes codes, GuardStore guard, RateLimits limits, MailSender mail) {
        this.store = store;
        this.codes = codes;
        this.guard = guard;
        this.limits = limits;
        this.mail = mail;
    }

    /** How it ended. */
    public sealed interface Result {
        /** The code is on its way; those before are void. */
        record Mailed() implements Result {}

        /** No second factor is on, or mail is no factor of theirs. Nothing was mailed. */
        record NotByMail() implements Result {}

        /** Nobody is there to mail to: the challenge is out of date or void, or the portal has no such customer. */
        record Unknown() implements Result {}

        /** Too many mails; nothing was sent. */
        record Throttled(Duration retryAfter) implements Result {}
    }

    /** Mails a code. */
    public Result send(Caller caller, Customer customer) {
        if (!customer.secondFactor() || customer.disabled() || !Factors.mailable(customer)) {
            return new Result.NotByMail();
        }
        EmailAddress address = customer.address().orElseThrow();
        if (guard.acquire(limits.mail(caller, address.login()))
                instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            return new Result.Throttled(retryAfter);
        }
        FactorCodes.Mailed code = codes.mailed(customer.id());
        store.mail(
                code,
                new Letter(
                        MailPurpose.CODE,
                        customer.portalId(),
                        customer.id(),
                        address.value(),
                        null,
                        code.code().reveal()),
                caller.auditContext());
        mail.nudge();
        return new Result.Mailed();
    }
}

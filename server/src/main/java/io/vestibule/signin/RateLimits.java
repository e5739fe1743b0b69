package io.vestibule.signin;

import io.vestibule.customer.LoginName;
import io.vestibule.guard.LimitSubjects;
import io.vestibule.guard.Permits;
import io.vestibule.guard.RateLimit;
import io.vestibule.guard.RateLimiter;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.portal.Caller;
import java.util.EnumMap;
import java.util.Map;

/** Which limits an attempt counts towards: the table of guards, on one screen. */
public final class RateLimits {
    private final RateLimiter limiter;

    public RateLimits(RateLimiter limiter) {
        this.limiter = limiter;
    }

    /** A sign-in with a password. */
    Permits signIn(Caller caller, LoginName login) {
        return limiter.permits(
                Map.of(RateLimit.SIGN_IN_LOGIN, narrow(caller, login), byCaller(caller), caller.rateLimitKey()));
    }

    /** A guess of a customer's code or, once more, their password. */
    Permits proof(Caller caller, long customerId) {
        return limiter.permits(Map.of(
                RateLimit.SIGN_IN_LOGIN,
                caller.rateLimitKey() + " proof " + customerId,
                byCaller(caller),
                caller.rateLimitKey()));
    }

    /**
     * Options for a sign-in with a passkey. Pages ask for them before anybody wants to sign in, so they have a count of their own, of the
     * size of a network's sign-ins.
     */
    Permits passkeyOptions(Caller caller) {
        return limiter.permits(Map.of(byCaller(caller), caller.rateLimitKey() + " passkey options"));
    }

    /** The same for whoever has a login. */
    Permits passkeyOptions(Caller caller, LoginName login) {
        return limiter.permits(Map.of(
                RateLimit.SIGN_IN_LOGIN,
                narrow(caller, login) + " passkey options",
                byCaller(caller),
                caller.rateLimitKey() + " passkey options"));
    }

    /** A sign-in with a passkey. It can't be guessed, so only who asks is counted. */
    Permits passkey(Caller caller) {
        return limiter.permits(Map.of(byCaller(caller), caller.rateLimitKey()));
    }

    private static RateLimit byCaller(Caller caller) {
        return caller.browser() ? RateLimit.SIGN_IN_NETWORK : RateLimit.SIGN_IN_CLIENT;
    }

    /** A try of the code that a device shows. */
    public Permits userCode(Caller caller) {
        return limiter.permits(Map.of(RateLimit.SIGN_IN_NETWORK, caller.rateLimitKey() + " device"));
    }

    /** A request that an application pushes. */
    public Permits pushedRequest(Caller caller, OAuthClient client) {
        return kept(caller, client, "pushed request");
    }

    /** A device that begins to wait for its customer. */
    public Permits deviceAuthorization(Caller caller, OAuthClient client) {
        return kept(caller, client, "device authorization");
    }

    /**
     * What is kept for an application before there is a customer. For a public one anybody may ask, so that the network is counted: the client
     * is the same for all of its customers. Another has credentials.
     */
    private Permits kept(Caller caller, OAuthClient client, String what) {
        return client.metadata().isPublic()
                ? limiter.permits(Map.of(RateLimit.SIGN_IN_NETWORK, "network " + caller.network() + " " + what))
                : Permits.NONE;
    }

    /** A question whose answer tells whether an address is known. */
    Permits lookUp(Caller caller, LoginName address) {
        return limiter.permits(lookUpSubjects(caller, address));
    }

    /** A request that sends mail to an address. */
    Permits mail(Caller caller, LoginName address) {
        return limiter.permits(mailSubjects(caller, address));
    }

    /** A request that sends mail, and whose answer tells whether the address is known. */
    Permits mailAndLookUp(Caller caller, LoginName address) {
        EnumMap<RateLimit, String> subjects = mailSubjects(caller, address);
        subjects.putAll(lookUpSubjects(caller, address));
        return limiter.permits(subjects);
    }

    /**
     * A change to an address: it tells whether somebody has it, and mails to it if nobody has, which counts towards {@link #mailTo} then. Else
     * whoever has it would get no more mail, though none went out.
     */
    Permits addressChange(Caller caller, LoginName address) {
        return limiter.permits(changeSubjects(caller, address));
    }

    /** A registration: as a change of address, and from a browser it makes a customer. */
    Permits registration(Caller caller, LoginName address) {
        EnumMap<RateLimit, String> subjects = changeSubjects(caller, address);
        subjects.putAll(creationSubjects(caller));
        return limiter.permits(subjects);
    }

    /** A mail to an address, whoever asked for it. */
    Permits mailTo(Caller caller, LoginName address) {
        return limiter.permits(Map.of(
                RateLimit.MAIL_ADDRESS, LimitSubjects.mailbox(caller.portal().id(), address.value())));
    }

    /** A customer who is made where one could also have been there. */
    Permits creation(Caller caller) {
        return limiter.permits(creationSubjects(caller));
    }

    private static EnumMap<RateLimit, String> lookUpSubjects(Caller caller, LoginName address) {
        return new EnumMap<>(Map.of(
                RateLimit.LOOK_UP_ADDRESS,
                narrow(caller, address),
                caller.browser() ? RateLimit.LOOK_UP_NETWORK : RateLimit.LOOK_UP_CLIENT,
                caller.rateLimitKey()));
    }

    private static EnumMap<RateLimit, String> changeSubjects(Caller caller, LoginName address) {
        EnumMap<RateLimit, String> subjects = lookUpSubjects(caller, address);
        subjects.put(RateLimit.MAIL_CALLER, caller.rateLimitKey());
        return subjects;
    }

    private static EnumMap<RateLimit, String> mailSubjects(Caller caller, LoginName address) {
        return new EnumMap<>(Map.of(
                RateLimit.MAIL_ADDRESS,
                LimitSubjects.mailbox(caller.portal().id(), address.value()),
                RateLimit.MAIL_CALLER,
                caller.rateLimitKey()));
    }

    private static String narrow(Caller caller, LoginName login) {
        return LimitSubjects.login(caller.rateLimitKey(), caller.portal().id(), login.value());
    }

    private static Map<RateLimit, String> creationSubjects(Caller caller) {
        return caller.browser()
                ? Map.of(RateLimit.CUSTOMER_CREATED, caller.network().text())
                : Map.of();
    }
}

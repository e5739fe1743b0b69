package io.vestibule.signin;

import io.vestibule.customer.LoginName;
import io.vestibule.guard.Limit;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Throttle;
import io.vestibule.portal.Caller;
import java.util.EnumMap;
import java.util.Map;

/** Which limits an attempt counts towards: the table of guards, on one screen. */
public final class Budget {
    private final Throttle throttle;

    public Budget(Throttle throttle) {
        this.throttle = throttle;
    }

    /** A sign-in with a password. */
    Permits signIn(Caller caller, LoginName login) {
        return throttle.permits(Map.of(
                Limit.SIGN_IN_LOGIN,
                narrow(caller, login),
                caller.browser() ? Limit.SIGN_IN_NETWORK : Limit.SIGN_IN_CLIENT,
                caller.budget()));
    }

    /** A guess of a customer's code or, once more, their password. */
    Permits proof(Caller caller, long customerId) {
        return throttle.permits(Map.of(
                Limit.SIGN_IN_LOGIN,
                caller.budget() + " proof " + customerId,
                caller.browser() ? Limit.SIGN_IN_NETWORK : Limit.SIGN_IN_CLIENT,
                caller.budget()));
    }

    /** A question whose answer tells whether an address is known. */
    Permits lookUp(Caller caller, LoginName address) {
        return throttle.permits(lookUpSubjects(caller, address));
    }

    /** A request that sends mail to an address. */
    Permits mail(Caller caller, LoginName address) {
        return throttle.permits(mailSubjects(caller, address));
    }

    /** A request that sends mail, and whose answer tells whether the address is known. */
    Permits mailAndLookUp(Caller caller, LoginName address) {
        EnumMap<Limit, String> subjects = mailSubjects(caller, address);
        subjects.putAll(lookUpSubjects(caller, address));
        return throttle.permits(subjects);
    }

    /** A registration: it sends mail, tells whether the address is known, and from a browser makes a customer. */
    Permits registration(Caller caller, LoginName address) {
        EnumMap<Limit, String> subjects = mailSubjects(caller, address);
        subjects.putAll(lookUpSubjects(caller, address));
        subjects.putAll(creationSubjects(caller));
        return throttle.permits(subjects);
    }

    /** A customer who is made where one could also have been there. */
    Permits creation(Caller caller) {
        return throttle.permits(creationSubjects(caller));
    }

    /** A second step of an attempt whose permits were taken with the first. */
    Permits none() {
        return Permits.NONE;
    }

    private static EnumMap<Limit, String> lookUpSubjects(Caller caller, LoginName address) {
        return new EnumMap<>(Map.of(
                Limit.LOOK_UP_ADDRESS,
                narrow(caller, address),
                caller.browser() ? Limit.LOOK_UP_NETWORK : Limit.LOOK_UP_CLIENT,
                caller.budget()));
    }

    private static EnumMap<Limit, String> mailSubjects(Caller caller, LoginName address) {
        return new EnumMap<>(Map.of(Limit.MAIL_ADDRESS, address.value(), Limit.MAIL_CALLER, caller.budget()));
    }

    private static String narrow(Caller caller, LoginName login) {
        return caller.budget() + " portal " + caller.portal().id() + " " + login.value();
    }

    private static Map<Limit, String> creationSubjects(Caller caller) {
        return caller.browser()
                ? Map.of(Limit.CUSTOMER_CREATED, caller.network().text())
                : Map.of();
    }
}

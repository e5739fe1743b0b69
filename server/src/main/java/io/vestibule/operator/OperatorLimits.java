package io.vestibule.operator;

import io.vestibule.guard.Permits;
import io.vestibule.guard.RateLimit;
import io.vestibule.guard.RateLimiter;
import java.util.Map;

/** Whom operators' sign-ins are counted by: their network, apart from customers', and whoever it is that they say they are. */
final class OperatorLimits {
    private final RateLimiter limits;

    OperatorLimits(RateLimiter limits) {
        this.limits = limits;
    }

    /** An attempt to be somebody. */
    Permits attempt(String who, Principals.Origin origin) {
        String network = network(origin);
        return limits.permits(Map.of(RateLimit.SIGN_IN_LOGIN, network + " " + who, RateLimit.SIGN_IN_NETWORK, network));
    }

    /** A sign-in with a passkey, whoever's it is. */
    Permits passkey(Principals.Origin origin) {
        return limits.permits(Map.of(RateLimit.SIGN_IN_NETWORK, network(origin)));
    }

    /** What a browser is to be asked: pages ask before anybody wants to sign in, so it has a count of its own. */
    Permits passkeyOptions(Principals.Origin origin) {
        return limits.permits(Map.of(RateLimit.SIGN_IN_NETWORK, network(origin) + " passkey options"));
    }

    private static String network(Principals.Origin origin) {
        return "operator network " + origin.network();
    }
}

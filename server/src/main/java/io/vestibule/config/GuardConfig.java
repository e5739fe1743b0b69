package io.vestibule.config;

import java.time.Duration;

/**
 * Every limit, and the lock.
 *
 * @param lockAttempts failures in a row that lock a customer, above zero
 * @param lockDuration how long a lock holds
 */
public record GuardConfig(
        Limit signInLogin,
        Limit signInClient,
        Limit signInNetwork,
        Limit lookUpAddress,
        Limit lookUpClient,
        Limit lookUpNetwork,
        Limit mailAddress,
        Limit mailCaller,
        Limit customerCreated,
        Limit adminApi,
        int lockAttempts,
        Duration lockDuration) {

    /** {@code burst} at once, then as many as {@code refill} gives back. */
    public record Limit(int burst, Rate refill) {
        public Limit {
            if (burst < 1) {
                throw new IllegalArgumentException("a limit lets at least one pass");
            }
        }
    }

    /** A limit's two settings, declared in one line. */
    private record LimitSettings(Setting<Integer> burst, Setting<Rate> refill) {
        static LimitSettings of(String name, String burst, String refill, String what) {
            return new LimitSettings(
                    Setting.of("limit." + name + ".burst", Kind.numberFrom(1, 1_000_000), burst, what + ": burst size"),
                    Setting.of("limit." + name + ".refill", Kind.RATE, refill, what + ": refill rate"));
        }

        Limit read(Settings settings) {
            return new Limit(settings.get(burst), settings.get(refill));
        }
    }

    private static final LimitSettings SIGN_IN_LOGIN =
            LimitSettings.of("sign-in-login", "20", "20/1m", "Sign-ins by one login from one API client or network");
    private static final LimitSettings SIGN_IN_CLIENT =
            LimitSettings.of("sign-in-client", "600", "600/1m", "Sign-ins by any login from one API client");
    private static final LimitSettings SIGN_IN_NETWORK = LimitSettings.of(
            "sign-in-network", "60", "60/1m", "Sign-ins by any login from one network (browser dialects)");
    private static final LimitSettings LOOK_UP_ADDRESS = LimitSettings.of(
            "look-up-address", "10", "10/1m", "Look-ups of one address from one API client or network");
    private static final LimitSettings LOOK_UP_CLIENT =
            LimitSettings.of("look-up-client", "600", "600/1m", "Look-ups of any address from one API client");
    private static final LimitSettings LOOK_UP_NETWORK =
            LimitSettings.of("look-up-network", "60", "60/1m", "Look-ups of any address from one network");
    private static final LimitSettings MAIL_ADDRESS =
            LimitSettings.of("mail-address", "5", "1/2m", "Mail of a portal to one address");
    private static final LimitSettings MAIL_CALLER =
            LimitSettings.of("mail-caller", "100", "100/1h", "Mail caused by one API client or network");
    private static final LimitSettings CUSTOMER_CREATED = LimitSettings.of(
            "customer-created", "100", "30/1m", "Customers created from one network (browser dialects)");

    private static final LimitSettings ADMIN_API =
            LimitSettings.of("admin-api", "600", "600/1m", "Calls of the admin API by one operator or API key");

    static final Setting<Integer> LOCK_ATTEMPTS = Setting.of(
            "lock.attempts", Kind.numberFrom(1, 100), "5", "Failed sign-ins that lock a customer, over all dialects");
    static final Setting<Duration> LOCK_DURATION =
            Setting.of("lock.duration", Kind.DURATION, "30m", "How long a lock holds");

    static GuardConfig read(Settings settings) {
        settings.section("Guard");
        return new GuardConfig(
                SIGN_IN_LOGIN.read(settings),
                SIGN_IN_CLIENT.read(settings),
                SIGN_IN_NETWORK.read(settings),
                LOOK_UP_ADDRESS.read(settings),
                LOOK_UP_CLIENT.read(settings),
                LOOK_UP_NETWORK.read(settings),
                MAIL_ADDRESS.read(settings),
                MAIL_CALLER.read(settings),
                CUSTOMER_CREATED.read(settings),
                ADMIN_API.read(settings),
                settings.get(LOCK_ATTEMPTS),
                settings.get(LOCK_DURATION));
    }
}

package io.vestibule.guard;

import io.vestibule.config.GuardConfig;
import java.util.function.Function;

/**
 * Every limit of the system. The narrow ones stand before the broad ones: permits are taken in this order, so that someone
 * who hammers one login doesn't use up what its portal has for all. Sizes and meanings are {@link GuardConfig}'s.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions are method references
public enum RateLimit {
    SIGN_IN_LOGIN(GuardConfig::signInLogin),
    LOOK_UP_ADDRESS(GuardConfig::lookUpAddress),
    MAIL_ADDRESS(GuardConfig::mailAddress),
    SIGN_IN_CLIENT(GuardConfig::signInClient),
    SIGN_IN_NETWORK(GuardConfig::signInNetwork),
    LOOK_UP_CLIENT(GuardConfig::lookUpClient),
    LOOK_UP_NETWORK(GuardConfig::lookUpNetwork),
    MAIL_CALLER(GuardConfig::mailCaller),
    CUSTOMER_CREATED(GuardConfig::customerCreated),
    ADMIN_API(GuardConfig::adminApi);

    private final Function<GuardConfig, GuardConfig.Limit> size;

    RateLimit(Function<GuardConfig, GuardConfig.Limit> size) {
        this.size = size;
    }

    GuardConfig.Limit size(GuardConfig config) {
        return size.apply(config);
    }
}

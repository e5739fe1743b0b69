package io.vestibule.upstream;

/** Who has a login at an upstream. */
public sealed interface UpstreamStanding {
    /** A customer who may sign in. */
    record Known(UpstreamCustomer customer) implements UpstreamStanding {}

    /** A customer who may not. */
    record Disabled() implements UpstreamStanding {}

    /** Nobody, as far as it tells. */
    record Unknown() implements UpstreamStanding {}
}

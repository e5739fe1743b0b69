package io.vestibule.upstream;

/** Who has a login at an upstream. */
public sealed interface LookUpResult {
    /** A customer who may sign in. */
    record Known(UpstreamCustomer customer) implements LookUpResult {}

    /** A customer who may not. */
    record Disabled() implements LookUpResult {}

    /** Nobody, as far as it tells. */
    record Unknown() implements LookUpResult {}
}

package io.vestibule.upstream;

import io.vestibule.secret.Secret;
import java.util.Optional;

/** A system that a portal comes from. Each method asks it anew, and ends within three seconds. */
interface Upstream {
    /**
     * Asks whether a login and password are right.
     *
     * @return the customer; empty for a wrong password, or a login that nobody has or may sign in with
     * @throws UpstreamFaultException if the answer is none of those that there are, or there is none
     */
    Optional<UpstreamCustomer> verify(String login, Secret password);

    /**
     * Asks for a customer by their login. A system that doesn't tell of such a login has nobody of it.
     *
     * @throws UpstreamFaultException as {@link #verify}
     */
    LookUpResult lookUp(String login);
}

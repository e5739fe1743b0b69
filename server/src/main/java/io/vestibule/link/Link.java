package io.vestibule.link;

import io.vestibule.customer.Customer;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.LoginName;
import io.vestibule.mail.Letter;
import io.vestibule.mail.MailPurpose;
import io.vestibule.secret.Tokens;
import java.time.Duration;

/**
 * A one-time link before it is stored and mailed: {@code {url}/{id}/{token}}, the token 256 random bits in base64url. Only
 * the token's hash is stored.
 *
 * @param address whom it goes to; void once the customer has another address
 * @param whole   the link itself: only mail, and test mode's answers, may carry it
 */
public record Link(
        LinkPurpose purpose,
        long portalId,
        long customerId,
        EmailAddress address,
        Duration life,
        String token,
        String whole) {

    static Link of(LinkPurpose purpose, Customer customer, EmailAddress address, String url, Duration life) {
        return of(purpose, customer.portalId(), customer.id(), address, url, life);
    }

    /** The same link with a query behind it. */
    Link with(String query) {
        return query.isEmpty()
                ? this
                : new Link(purpose, portalId, customerId, address, life, token, whole + "?" + query);
    }

    /** A new link for a page at {@code url}; slashes at its end don't double. */
    static Link of(
            LinkPurpose purpose, long portalId, long customerId, EmailAddress address, String url, Duration life) {
        String token = Tokens.random();
        String base = url.replaceFirst("/+$", "");
        return new Link(purpose, portalId, customerId, address, life, token, base + "/" + customerId + "/" + token);
    }

    /** What the store keeps of the token. */
    byte[] hash() {
        return Tokens.hash(token);
    }

    LoginName folded() {
        return address.login();
    }

    /** The mail that carries it. */
    public Letter letter() {
        return letter(purpose.mail());
    }

    /** Another mail that carries it. */
    public Letter letter(MailPurpose as) {
        return new Letter(as, portalId, customerId, address.value(), whole);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Link[" + purpose.label() + ", customer " + customerId + "]";
    }
}

package io.vestibule.operator;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.portal.Caller;
import io.vestibule.session.ActAsSession;
import java.time.Duration;
import java.util.Optional;

/**
 * An operator begins to act for a customer, by a link that was made for them. Nobody else's browser opens it: it takes the operator's own
 * session of the console.
 */
public final class ActAs {
    private final Principals principals;
    private final ActAsLinkStore links;
    private final Runnable mailDue;

    /** @param mailDue tells who sends mail that there is some */
    public ActAs(Principals principals, ActAsLinkStore links, Runnable mailDue) {
        this.principals = principals;
        this.links = links;
        this.mailDue = mailDue;
    }

    /** How it ended. */
    public sealed interface Result {
        /**
         * The operator acts for the customer from now on.
         *
         * @param cookie the value that opens the session
         * @param life   how long it holds at most
         */
        record Opened(String cookie, Duration life) implements Result {
            /** Without the cookie. */
            @Override
            public String toString() {
                return "Opened[" + life + "]";
            }
        }

        /** The browser has no session of the console. */
        record NotSignedIn() implements Result {}

        /** The link was used, is out of date or another operator's, or may not be used any longer. */
        record NoLink() implements Result {}
    }

    /** What an operator is asked before a link is used up. */
    public sealed interface Look {
        /** Whom it is for. */
        record For(Customer customer) implements Look {}

        /** The browser has no session of the console. */
        record NotSignedIn() implements Look {}

        /** As {@link Result.NoLink}. */
        record NoLink() implements Look {}
    }

    /**
     * Whom a link is for.
     *
     * @param console the browser's {@link ConsoleCookie}; empty for none
     */
    public Look look(Caller caller, String token, String console) {
        Principal operator = operator(caller, console).orElse(null);
        if (operator == null) {
            return new Look.NotSignedIn();
        }
        return links.customer(token, caller.portal().id(), operator.id())
                .<Look>map(Look.For::new)
                .orElseGet(Look.NoLink::new);
    }

    /** Uses the link up and opens the session. */
    public Result open(Caller caller, String token, String console) {
        Principal operator = operator(caller, console).orElse(null);
        if (operator == null) {
            return new Result.NotSignedIn();
        }
        String cookie = ActAsSession.randomCookie();
        Optional<Duration> life = links.open(token, caller.portal().id(), operator, cookie, context(caller, operator));
        if (life.isEmpty()) {
            return new Result.NoLink();
        }
        mailDue.run();
        return new Result.Opened(cookie, life.get());
    }

    private Optional<Principal> operator(Caller caller, String console) {
        return principals.bySession(
                console, new Principals.Origin(caller.dialect().label(), caller.network(), caller.request()));
    }

    private static AuditContext context(Caller caller, Principal operator) {
        return operator.context().in(caller.portal().id());
    }
}

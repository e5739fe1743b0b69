package io.vestibule.signin;

import io.vestibule.link.LoginToken;
import io.vestibule.link.LoginTokenStore;
import io.vestibule.session.BrowserSessionStore;
import io.vestibule.session.NewBrowserSession;
import io.vestibule.session.NewSession;
import io.vestibule.session.SessionStore;
import io.vestibule.sql.Statement;
import java.util.function.Consumer;

/**
 * What a client gets for a proof, and how a statement stores it. {@link Admission} decides who gets it. One that asks for more stores the
 * challenge, too, and {@link SecondStep} makes the grant that follows it.
 */
sealed interface Grant {
    /** The common table expressions that store it, for who is {@code admitted}; each begins with a comma. */
    String stored();

    /** The values that {@link #stored} names. */
    Consumer<Statement> values();

    /** Whether the client leaves it to this server to ask for a second factor and for a new password. */
    boolean asksForMore();

    /** A session of ours, or the challenge that waits for the second factor. */
    record Session(NewSession session, Challenge challenge) implements Grant {
        @Override
        public String stored() {
            return ", challenged as (" + ChallengeStore.stored("admitted where needs = 'SECOND_FACTOR'") + "), "
                    + SessionStore.opened("admitted where needs = 'NOTHING'");
        }

        @Override
        public Consumer<Statement> values() {
            return SessionStore.values(session).andThen(ChallengeStore.values(challenge));
        }

        @Override
        public boolean asksForMore() {
            return true;
        }
    }

    /** A session of the customer's browser on our own pages, or the challenge that waits for the second factor. */
    record Browser(NewBrowserSession session, Challenge challenge) implements Grant {
        @Override
        public String stored() {
            return ", challenged as (" + ChallengeStore.stored("admitted where needs = 'SECOND_FACTOR'") + "), "
                    + BrowserSessionStore.opened("admitted where needs = 'NOTHING'");
        }

        @Override
        public Consumer<Statement> values() {
            return BrowserSessionStore.values(session).andThen(ChallengeStore.values(challenge));
        }

        @Override
        public boolean asksForMore() {
            return true;
        }
    }

    /** A token with which the customer comes back, of a caller that keeps its own sessions. */
    record Token(LoginToken token) implements Grant {
        @Override
        public String stored() {
            return ", issued as (" + LoginTokenStore.issued("admitted") + ")";
        }

        @Override
        public Consumer<Statement> values() {
            return LoginTokenStore.values(token);
        }

        @Override
        public boolean asksForMore() {
            return false;
        }
    }

    /** Nothing: the caller keeps its own sessions. */
    record None() implements Grant {
        @Override
        public String stored() {
            return "";
        }

        @Override
        public Consumer<Statement> values() {
            return statement -> {};
        }

        @Override
        public boolean asksForMore() {
            return false;
        }
    }
}

package io.vestibule.bench.compare;

import io.vestibule.bench.CodeFlow;
import io.vestibule.bench.load.Answer;
import io.vestibule.bench.load.Step.Ask;
import io.vestibule.bench.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** A server that signs customers in: how it is started, and how it is asked. Customer n is {@code customer<n>@bench.example.com}. */
interface Rival {
    /** The password of every customer. */
    String PASSWORD = "correct horse 9";

    /** Name and version. */
    String name();

    /** How it is set up, in a sentence or two: what was changed, and what it does not do. */
    String setUp();

    /** Installs it and fills its database. */
    void prepare(long customers) throws IOException;

    /** Starts it; it needn't listen yet. */
    Running launch() throws IOException;

    /** A sign-in with a password that opens a session. */
    byte[] signIn(long customer);

    /** The same, for a session whose profile can be read. */
    default byte[] signInToRead(long customer) {
        return signIn(customer);
    }

    /** What the answer to a sign-in or a refresh gives its client to go on with. */
    Held held(Answer answer);

    /** A request that renews a session. */
    byte[] refresh(Held held);

    /** A request that reads the profile of the session's customer. */
    byte[] read(Held held);

    /** A sign-in by a browser; the last step hands on the cookies of its session. */
    Ask openInBrowser(long customer, Consumer<String> cookies);

    /** Whether an administrator can search for customers. */
    default boolean hasSearch() {
        return false;
    }

    /** Whoever may search for customers, once the server is up: a header line. */
    default String administrator(Target target) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** A search for customers by how their address begins, 50 at most. */
    default byte[] search(String administrator, String prefix) {
        throw new UnsupportedOperationException();
    }

    /** Code flows of its application. */
    CodeFlow codeFlow();

    /** How long it runs under load before anything counts. */
    Duration WARM_UP = Duration.ofSeconds(20);
}

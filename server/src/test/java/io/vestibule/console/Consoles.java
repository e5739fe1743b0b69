package io.vestibule.console;

import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.Operators;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A server with the demo data, and browsers of operators who are signed in at its console. */
final class Consoles implements AutoCloseable {
    static final String COOKIE = "vestibule-console";

    final Installation installation;
    final Client server;
    final Operators operators;
    private final AtomicInteger made = new AtomicInteger();

    Consoles() {
        this(Map.of());
    }

    /** The same with some settings changed. */
    Consoles(Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>(Generous.limits());
        settings.putAll(changes);
        installation = Installation.demo(settings);
        server = installation.node();
        operators = new Operators(installation.place(), Generous.limits());
    }

    /** An operator who is set up. */
    Operators.Ready operator(Role role, PortalScope portals) {
        return operators.ready(role.label() + made.incrementAndGet() + "@example.com", role, portals);
    }

    /** The browser of a new operator of all portals. */
    Browser browser(Role role) {
        return browser(operator(role, PortalScope.ALL));
    }

    Browser browser(Operators.Ready operator) {
        Browser browser = new Browser(server);
        browser.cookie(COOKIE, operators.signIn(operator).cookie().reveal());
        return browser;
    }

    /** Lets an operator's codes be used again: a test signs in more often than every thirty seconds. */
    void forgetCodes(Operators.Ready operator) {
        installation.sql("update operator set totp_last_step = 0 where id = ?", operator.id());
    }

    @Override
    public void close() {
        installation.close();
    }
}

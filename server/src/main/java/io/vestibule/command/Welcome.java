package io.vestibule.command;

import io.vestibule.Server;
import io.vestibule.config.Config;
import io.vestibule.secret.Secret;
import org.jspecify.annotations.Nullable;

/** What a server in test mode tells the people who try it out. */
final class Welcome {
    private Welcome() {}

    static void print(Config config, Server server, boolean demo, @Nullable Secret owner, Terminal terminal) {
        String address = "http://127.0.0.1:" + server.port();
        terminal.say("""

                Vestibule serves in test mode: only this machine reaches it.
                  portals and customers  %1$s
                  all there is to try    %1$s/
                  health, metrics        http://127.0.0.1:%2$d/readyz, /metrics""".formatted(address, server.managementPort()));
        if (config.mail().smtp() == null) {
            terminal.say("  mail (none is sent)    " + address + "/dev/inbox");
        }
        if (config.http().docs()) {
            terminal.say("  API reference          " + address + "/docs");
        }
        if (owner != null) {
            terminal.say("  the console, once      " + owner.reveal()
                    + " (sign in as owner@example.com; see 'operator reset')");
        }
        if (demo) {
            terminal.say("  try-it portal          " + config.http().publicUrl() + "/demo");
            terminal.say(requests(address));
        }
    }

    private static String requests(String address) {
        return """

                Sign the demo customer in, by each of the three dialects:

                  # Sonar
                  curl -u demo:demo-secret -H 'Content-Type: application/json' \\
                    -d '{"username": "testtest123", "password": "correct horse 9"}' \\
                    %1$s/api/v1/customer_portal/auth

                  # LogicBoxes
                  curl -X POST -G %1$s/api/customers/v2/authenticate.json \\
                    -d auth-userid=1 -d api-key=demo-key -d username=john.doe@example.com --data-urlencode 'passwd=correct horse 9'

                  # Keaze
                  curl -H 'Content-Type: application/json' \\
                    -d '{"email": "john.doe@example.com", "password": "correct horse 9"}' \\
                    %1$s/api/rest/portal/password-login
                """.formatted(address);
    }
}

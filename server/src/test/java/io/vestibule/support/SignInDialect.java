package io.vestibule.support;

import io.vestibule.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The ways to sign in with a password, one for each dialect and format. */
public enum SignInDialect {
    SONAR {
        @Override
        public Reply signIn(Client server, String login, String password) {
            return server.post(
                    "/api/v1/customer_portal/auth",
                    Client.basic("demo", "demo-secret"),
                    Json.object()
                            .put("username", login)
                            .put("password", password)
                            .build()
                            .toString());
        }

        @Override
        public boolean admits(Reply reply) {
            return reply.status() == 201;
        }

        @Override
        public boolean refuses(Reply reply) {
            return reply.status() == 422;
        }
    },
    LOGICBOXES_JSON {
        @Override
        public Reply signIn(Client server, String login, String password) {
            return authenticate(server, ".json", login, password);
        }

        @Override
        public boolean admits(Reply reply) {
            return reply.status() == 200;
        }

        @Override
        public boolean refuses(Reply reply) {
            return reply.status() == 500 && reply.body().contains("\"remainingLoginAttempts\":");
        }
    },
    LOGICBOXES_XML {
        @Override
        public Reply signIn(Client server, String login, String password) {
            return authenticate(server, ".xml", login, password);
        }

        @Override
        public boolean admits(Reply reply) {
            return reply.status() == 200;
        }

        @Override
        public boolean refuses(Reply reply) {
            return reply.status() == 500 && reply.body().contains("<remainingLoginAttempts>");
        }
    },
    KEAZE {
        @Override
        public Reply signIn(Client server, String login, String password) {
            return server.post(
                    "/api/rest/portal/password-login",
                    Json.object()
                            .put("email", login)
                            .put("password", password)
                            .build()
                            .toString());
        }

        @Override
        public boolean admits(Reply reply) {
            return reply.status() == 200;
        }

        @Override
        public boolean refuses(Reply reply) {
            return reply.status() == 401;
        }
    };

    /** Tries a login and password of the demo portal. */
    public abstract Reply signIn(Client server, String login, String password);

    /** Whether the reply let the customer in. */
    public abstract boolean admits(Reply reply);

    /** Whether the reply is that of a failed sign-in. */
    public abstract boolean refuses(Reply reply);

    /** How many failures LogicBoxes says remain before the lock. */
    public static int remaining(Reply reply) {
        return Integer.parseInt(reply.text("remainingLoginAttempts"));
    }

    private static Reply authenticate(Client server, String ending, String login, String password) {
        return server.exchange(
                "POST",
                "/api/customers/v2/authenticate" + ending + "?auth-userid=1&api-key=demo-key",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "username=" + encoded(login) + "&passwd=" + encoded(password));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

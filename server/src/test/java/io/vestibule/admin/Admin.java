package io.vestibule.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import io.vestibule.support.Client;
import io.vestibule.support.Installation;
import io.vestibule.support.Operators;
import io.vestibule.support.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A program that uses the admin API with a key. Each exchange is held against {@code openapi/admin.yaml}. */
final class Admin {
    static final String ROOT = "/api/admin/v1";
    private static final Pattern NEXT = Pattern.compile("<(\\?[^>]*)>; rel=\"next\"");

    private final Client client;
    private final String key;
    private final Map<String, String> credentials;

    Admin(Client client, String key) {
        this(client, key, Client.bearer(key));
    }

    private Admin(Client client, String key, Map<String, String> credentials) {
        this.client = client;
        this.key = key;
        this.credentials = credentials;
    }

    /** An operator, by the session of the console. */
    static Admin bySession(Client client, Operators.Ready operator, Operators operators) {
        String cookie = operators.signIn(operator).cookie().reveal();
        return new Admin(client, "", Map.of("Cookie", "vestibule-console=" + cookie));
    }

    /** One with a key of its own. */
    static Admin of(Installation installation, Client client, Role role, PortalScope portals) {
        String name = role.label() + "." + System.nanoTime();
        return new Admin(client, new Operators(installation.place()).apiKey(name, role, portals));
    }

    String key() {
        return key;
    }

    Reply send(String method, String path, Map<String, String> headers, @Nullable String body) {
        Map<String, String> all = new HashMap<>(credentials);
        if (body != null) {
            all.put("Content-Type", "application/json");
        }
        all.putAll(headers);
        return client.exchange(method, ROOT + path, all, body);
    }

    /** Puts a file, under the ETag of another resource. */
    Reply put(String path, String type, byte[] file, String etag) {
        Map<String, String> headers = new HashMap<>(credentials);
        headers.put("Content-Type", type);
        headers.put("If-Match", etag);
        return client.upload("PUT", ROOT + path, headers, file);
    }

    Reply get(String path) {
        return send("GET", path, Map.of(), null);
    }

    Reply post(String path, @Nullable String body) {
        return send("POST", path, Map.of(), body);
    }

    Reply delete(String path) {
        return send("DELETE", path, Map.of(), null);
    }

    /** Changes a resource as it is now. */
    Reply patch(String path, String body) {
        return change("PATCH", path, body);
    }

    /** Changes a resource by any method as it is now. */
    Reply change(String method, String path, @Nullable String body) {
        return send(method, path, Map.of("If-Match", etag(path)), body);
    }

    String etag(String path) {
        Reply reply = get(path);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return String.valueOf(reply.header("ETag"));
    }

    /** What a list has, a page after the other, to its end. */
    List<Json.Object> all(String path) {
        List<Json.Object> all = new ArrayList<>();
        String next = path;
        while (next != null) {
            Reply reply = get(next);
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            all.addAll(items(reply));
            Matcher link = NEXT.matcher(reply.header("Link") == null ? "" : reply.header("Link"));
            next = link.find() ? path.replaceFirst("\\?.*", "") + link.group(1) : null;
        }
        return all;
    }

    static List<Json.Object> items(Reply reply) {
        return ((Json.Array) reply.json().get("items"))
                .items().stream().map(Json.Object.class::cast).toList();
    }

    /** The last part of a problem's type. */
    static String problem(Reply reply) {
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        return reply.text("type").replace("urn:vestibule:problem:", "") + " " + reply.status();
    }
}

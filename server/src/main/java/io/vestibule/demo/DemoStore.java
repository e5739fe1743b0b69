package io.vestibule.demo;

import io.vestibule.json.Json;
import io.vestibule.oauth.AuthMethod;
import io.vestibule.password.PasswordHasher;
import io.vestibule.portal.Callers;
import io.vestibule.secret.Secret;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Fills an empty database, once. All passwords are {@code correct horse 9}. */
public final class DemoStore {
    private static final Secret PASSWORD = Secret.of("correct horse 9");

    /** Every field of every dialect. */
    private static final Json.Object JOHN = Json.object()
            .put("firstName", "John")
            .put("lastName", "Doe")
            .put("phone", "+12025550123")
            .put("company", "Doe Ltd")
            .put("dateOfBirth", "1985-04-12")
            .put("homeAddress", "12 Station Road")
            .put("addressLine2", "Flat 3")
            .put("addressLine3", "Northside")
            .put("homePostcode", "AB1 2CD")
            .put("city", "Springfield")
            .put("state", "Illinois")
            .put("country", "US")
            .put("pin", "4711")
            .put("salesRepresentative", "Demo Sales Department (sales.demo@example.com)")
            .put("totalReceipts", "120.5")
            .put("workAddress", "1 Market Square")
            .put("workPostcode", "AB1 9ZZ")
            .put("occupation", "Engineer")
            .put("employerName", "Example Ltd")
            .put("annualHouseholdIncome", 52000)
            .put("deposit", 15000)
            .put("dependants", 2)
            .put("homeOwnershipStatus", 1)
            .put("livingCircumstance", choice(1, "Renting"))
            .put("workingCircumstance", choice(2, "Employed"))
            .put("homeLocalAuthority", choice(3, "Northside Council"))
            .put("workLocalAuthority", choice(4, "Market District"))
            .put("eligibleCitizen", true)
            .put("armedForcesMember", false)
            .put("hasDisability", false)
            .put("keyworker", true)
            .put("housingWaitingList", false)
            .build();

    private final Sql sql;

    public DemoStore(Sql sql) {
        this.sql = sql;
    }

    /** Fills the database if it has no portal; says whether it did. Ids that are given out later begin above 1000, customers' where the database says. */
    public boolean fill(Callers callers) {
        return sql.inTransaction(h -> {
            h.execute("lock table portal in share row exclusive mode");
            if (h.statement("select exists (select 1 from portal)")
                    .mapTo(Boolean.class)
                    .one()) {
                return false;
            }
            PasswordHasher hasher = PasswordHasher.create();
            portals(h);
            client(h, 1, "demo", "sonar", callers.hash(Secret.of("demo-secret")));
            client(h, 1, "demo-reseller", "logicboxes", callers.hash(Secret.of("demo-key")));
            client(h, 2, "other", "sonar", callers.hash(Secret.of("other-secret")));
            client(h, 2, "other-reseller", "logicboxes", callers.hash(Secret.of("other-key")));
            client(h, 1, "demo-web", "openid", callers.hash(Secret.of("demo-web-secret")));
            client(h, 1, "demo-spa", "openid", null);
            application(h, "demo-web", AuthMethod.CLIENT_SECRET_BASIC);
            application(h, "demo-spa", AuthMethod.NONE);
            h.execute("insert into account (id, portal_id) values (1, 1), (2, 1), (3, 1)");
            Json.Object none = Json.object().build();
            Json.Object jane = Json.object()
                    .put("firstName", "Jane")
                    .put("lastName", "Doe")
                    .build();
            customer(h, 1, 1, true, "someone@example.com", null, null, none);
            customer(h, 2, 2, true, "john.doe@example.com", "testtest123", hasher.hash(PASSWORD), JOHN);
            customer(h, 3, 2, false, "jane.doe@example.com", "janedoe", hasher.hash(PASSWORD), jane);
            customer(h, 4, 3, true, "disabled@example.com", "disabled1", hasher.hash(PASSWORD), none);
            h.execute("update customer set email_verified_at = now() where id = 2");
            h.execute("update customer set disabled_at = now() where id = 4");
            for (String table : new String[] {"portal", "api_client", "account", "customer"}) {
                h.statement("select setval('%1$s_id_seq', greatest(last_value, 1000)) from %1$s_id_seq"
                                .formatted(table))
                        .mapTo(Long.class)
                        .one();
            }
            return true;
        });
    }

    /** Lets the client demo-spa, if it is there, send customers back to the try-it portal, whose address is another with each port. */
    public void allowTryItPortal(URI publicUrl) {
        sql.useHandle(h -> h.execute("""
                update oauth_client
                set redirect_uris = array_append(array_remove(redirect_uris, page.uri), page.uri),
                    post_logout_redirect_uris = array_append(array_remove(post_logout_redirect_uris, page.uri), page.uri)
                from api_client, (select cast(? as text) as uri) as page
                where api_client.id = oauth_client.id and portal_id = 1 and name = 'demo-spa'
                  and not (page.uri = any (redirect_uris) and page.uri = any (post_logout_redirect_uris))
                """, publicUrl + "/demo"));
    }

    private static void portals(Handle h) {
        h.execute("insert into portal (id, name) values (1, 'Demo portal'), (2, 'Other portal')");
        h.execute("""
                insert into allowed_url (portal_id, url, origin) values
                    (1, 'http://localhost:3000/', 'http://localhost:3000'),
                    (1, 'https://portal.example.com/', 'https://portal.example.com')
                """);
    }

    /** On the machine of whoever tries it out. ES256: no start waits for an RSA key. */
    private static void application(Handle h, String name, AuthMethod authMethod) {
        h.execute("""
                insert into oauth_client (id, redirect_uris, post_logout_redirect_uris, grant_types, scopes,
                                          token_endpoint_auth_method, id_token_signed_response_alg, first_party)
                select id, '{http://localhost:3000/callback,http://127.0.0.1:3000/callback}', '{http://localhost:3000/}',
                       '{authorization_code,refresh_token}', '{openid,profile,email,phone,address,offline_access}', ?, 'ES256', true
                from api_client where name = ?
                """, authMethod.label(), name);
    }

    private static void client(Handle h, long portal, String name, String scope, byte @Nullable [] hash) {
        h.execute(
                "insert into api_client (portal_id, name, scopes, secret_hash) values (?, ?, array[?], ?)",
                portal,
                name,
                scope,
                hash);
    }

    private static void customer(
            Handle h,
            long id,
            long account,
            boolean primary,
            String email,
            @Nullable String username,
            @Nullable String password,
            Json.Object profile) {
        h.execute("""
                insert into customer (id, portal_id, account_id, is_primary, email, password, password_origin, profile)
                values (?, 1, ?, ?, ?, ?, ?, cast(? as jsonb))
                """, id, account, primary, email, password, password == null ? null : "operator", profile.toString());
        login(h, id, email, null);
        if (username != null) {
            login(h, id, username, username);
        }
    }

    private static void login(Handle h, long customer, String value, @Nullable String username) {
        h.execute(
                "insert into login (portal_id, value, is_email, username, customer_id) values (1, ?, ?, ?, ?)",
                value,
                username == null,
                username,
                customer);
    }

    private static Json choice(long id, String name) {
        return Json.object().put("id", id).put("name", name).build();
    }
}

package io.vestibule.support;

import io.vestibule.customer.LoginName;
import io.vestibule.password.PasswordHasher;
import io.vestibule.secret.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A customer put straight into the database, with an account of their own, who needn't be one that any API would make.
 *
 * @param email    a contact address; a login too, unless somebody has it
 * @param username null: none
 * @param password null: none
 * @param profile  a JSON object
 */
public record StoredCustomer(
        long portalId,
        boolean primary,
        @Nullable String email,
        @Nullable String username,
        @Nullable String password,
        String profile) {

    private static final PasswordHasher HASHER = PasswordHasher.create();

    /** A primary customer of the demo portal who has a contact address and nothing else. */
    public static StoredCustomer of(@Nullable String email) {
        return new StoredCustomer(1, true, email, null, null, "{}");
    }

    public StoredCustomer in(long portal) {
        return new StoredCustomer(portal, primary, email, username, password, profile);
    }

    public StoredCustomer notPrimary() {
        return new StoredCustomer(portalId, false, email, username, password, profile);
    }

    public StoredCustomer username(String value) {
        return new StoredCustomer(portalId, primary, email, value, password, profile);
    }

    public StoredCustomer password(String value) {
        return new StoredCustomer(portalId, primary, email, username, value, profile);
    }

    public StoredCustomer profile(String json) {
        return new StoredCustomer(portalId, primary, email, username, password, json);
    }

    /** Stores the customer and gives the id. */
    public long store(Installation installation) {
        long account = installation.count("insert into account (portal_id) values (?) returning id", portalId);
        long id = installation.count(
                """
                insert into customer (portal_id, account_id, is_primary, email, password, password_origin, profile)
                values (?, ?, ?, ?, ?, ?, cast(? as jsonb)) returning id
                """,
                portalId,
                account,
                primary,
                email,
                password == null ? null : HASHER.hash(Secret.of(password)),
                password == null ? null : "operator",
                profile);
        login(installation, id, true, email);
        login(installation, id, false, username);
        return id;
    }

    private void login(Installation installation, long id, boolean isEmail, @Nullable String value) {
        if (value != null) {
            installation.sql("""
                    insert into login (portal_id, value, is_email, username, customer_id) values (?, ?, ?, ?, ?)
                    on conflict (portal_id, value) do nothing
                    """, portalId, LoginName.of(value).value(), isEmail, isEmail ? null : value, id);
        }
    }
}

package io.vestibule.bench;

import io.vestibule.operator.ApiKeyText;
import io.vestibule.secret.Tokens;
import java.util.HexFormat;

/** An API key that may see everything, put into a database. */
public final class AdminKey {
    private AdminKey() {}

    /** Makes one; the header by which requests have it. */
    public static String header(Postgres postgres, String database) {
        String key = ApiKeyText.random().secret().reveal();
        postgres.run(
                database,
                "insert into api_key (name, prefix, hash, role) values ('bench %s', '%s', '\\x%s', 'viewer')"
                        .formatted(
                                key.substring(4, 20),
                                key.substring(0, 12),
                                HexFormat.of().formatHex(Tokens.hash(key))));
        return "Authorization: Bearer " + key;
    }
}

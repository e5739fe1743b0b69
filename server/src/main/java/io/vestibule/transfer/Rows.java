package io.vestibule.transfer;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows that new customers are, table by table. */
final class Rows {
    static final String ACCOUNT = "account (id, portal_id, external_key)";
    static final String CUSTOMER =
            "customer (id, portal_id, account_id, is_primary, email, email_verified_at, password, password_origin,"
                    + " password_until, language, profile, disabled_at, created_at, password_kind,"
                    + " awaits_upstream, upstream_id)";
    static final String LOGIN = "login (portal_id, value, is_email, username, customer_id)";

    private Rows() {}

    static InputStream accounts(List<NewRow> made, long portalId) {
        return CopyText.of(
                made.stream().filter(row -> row.newAccount).toList(),
                (row, text) -> text.add(row.account.id).add(portalId).add(row.accountKey));
    }

    static InputStream customers(List<NewRow> made, long portalId, Instant now, Map<String, Long> kinds) {
        return CopyText.of(made, (row, text) -> {
            Entry entry = row.entry;
            ImportedPassword password = entry.password();
            text.add(row.id)
                    .add(portalId)
                    .add(row.account.id)
                    .add(row.primary)
                    .add(entry.email() == null ? null : entry.email().value())
                    .add(entry.verifiedAt())
                    .add(password == null ? null : password.hash())
                    .add(password == null ? null : password.origin())
                    .add(password == null ? null : password.until())
                    .add(entry.language())
                    .add(entry.profile().attributes().toString())
                    .add(entry.disabledAt())
                    .add(entry.createdAt() == null ? now : entry.createdAt())
                    .add(kind(password, kinds))
                    .add(password == null)
                    .add(password == null && entry.id() != null ? entry.id().toString() : null);
        });
    }

    private static @Nullable String kind(@Nullable ImportedPassword password, Map<String, Long> kinds) {
        Long kind = password == null || password.kind() == null ? null : kinds.get(password.kind());
        return kind == null ? null : kind.toString();
    }

    private record Login(
            String value, boolean email, @Nullable String username, long customer) {}

    /** In the order of their index: neighbours go into the same page. */
    static InputStream logins(List<NewRow> made, long portalId) {
        List<Login> logins = new ArrayList<>();
        for (NewRow row : made) {
            String email = row.signsInWithEmail ? row.entry.foldedEmail() : null;
            String username = row.entry.foldedUsername();
            String spelling =
                    row.entry.username() == null ? null : row.entry.username().value();
            boolean one = email != null && email.equals(username);
            if (email != null) {
                logins.add(new Login(email, true, one ? spelling : null, row.id));
            }
            if (username != null && !one) {
                logins.add(new Login(username, false, spelling, row.id));
            }
        }
        logins.sort(Comparator.comparing(Login::value));
        return CopyText.of(
                logins,
                (login, text) -> text.add(portalId)
                        .add(login.value())
                        .add(login.email())
                        .add(login.username())
                        .add(login.customer()));
    }
}

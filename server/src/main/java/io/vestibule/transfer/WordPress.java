package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * WordPress, and WooCommerce: the tables {@code users} and {@code usermeta}. Times are in UTC. Names stand in the tables as they go into
 * a page, with entities for signs; they are decoded once.
 */
final class WordPress implements OtherSystem {
    private static final Map<String, String> META = Map.ofEntries(
            Map.entry("first_name", "firstName"),
            Map.entry("last_name", "lastName"),
            Map.entry("locale", "language"),
            Map.entry("billing_phone", "phone"),
            Map.entry("billing_company", "company"),
            Map.entry("billing_address_1", "homeAddress"),
            Map.entry("billing_address_2", "addressLine2"),
            Map.entry("billing_postcode", "homePostcode"),
            Map.entry("billing_city", "city"),
            Map.entry("billing_state", "state"),
            Map.entry("billing_country", "country"));
    private static final Pattern CAPABILITIES = Pattern.compile("\\w*capabilities");
    private static final Pattern ROLE = Pattern.compile("s:\\d+:\"([^\"]+)\";b:1");
    private static final Pattern ENTITY = Pattern.compile("&(amp|lt|gt|quot|#0?39|apos);");
    /** What WordPress keeps for its own pages. */
    private static final Pattern OWN = Pattern.compile(
            "nickname|rich_editing|syntax_highlighting|comment_shortcuts|admin_color|use_ssl|show_admin_bar_front|\\w*user_level"
                    + "|dismissed_wp_pointers|session_tokens|default_password_nag|show_welcome_panel|\\w*user-settings(-time)?");

    @Override
    public Set<String> marks() {
        return Set.of("user_login");
    }

    @Override
    public Set<String> sideMarks() {
        return Set.of("meta_key");
    }

    @Override
    public void side(Json.Object row, SideRows rows) {
        String user = Values.text(row, "user_id");
        String name = Values.text(row, "meta_key");
        String value = Values.text(row, "meta_value");
        if (value.isEmpty() || OWN.matcher(name).matches()) {
            return;
        }
        if (META.containsKey(name)) {
            rows.put(user, name, value);
        } else if (CAPABILITIES.matcher(name).matches()) {
            ROLE.matcher(value).results().forEach(role -> rows.more(user, "roles", role.group(1)));
        } else {
            rows.more(user, name, value);
        }
    }

    @Override
    public String key(Json.Object user) {
        return Values.text(user, "ID");
    }

    @Override
    public Mapped map(Json.Object user, Map<String, List<String>> side) {
        Mapped.Builder mapped = new Mapped.Builder();
        mapped.put("id", "ID", user.get("ID"))
                .put("username", "user_login", user.get("user_login"))
                .put("email", "user_email", user.get("user_email"))
                .put("passwordHash", "user_pass", user.get("user_pass"))
                .put("createdAt", "user_registered", Values.utc(Values.text(user, "user_registered")));
        side.forEach((name, values) -> {
            String ours = META.get(name);
            if (ours != null) {
                mapped.put(ours, name, decoded(values.getFirst()));
            } else {
                mapped.more(name, new Json.Array(values.stream().map(Json::of).toList()));
            }
        });
        if (!mapped.has("firstName") && !mapped.has("lastName")) {
            Names.whole(mapped, "display_name", decoded(Values.text(user, "display_name")));
        }
        mapped.more("website", user.get("user_url"));
        return mapped.build();
    }

    private static String decoded(String text) {
        return ENTITY.matcher(text).replaceAll(WordPress::sign);
    }

    private static String sign(MatchResult entity) {
        return switch (entity.group(1)) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            default -> "'";
        };
    }
}

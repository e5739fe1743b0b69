package io.vestibule.transfer;

import io.vestibule.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak: {@code kc.sh export} (users in one file, in several, or in the realm's), or the users of its Admin REST API. Who is in which
 * organization stands in the realm's file only, by username.
 */
final class Keycloak implements OtherSystem {
    private static final String ORGANIZATION = "organization";
    private static final String DEFAULT_ROLES = "default-roles-";
    /** Our names of attributes that Keycloak's own pages and themes use. */
    private static final Map<String, String> ATTRIBUTES = Map.of(
            "phone", "phone",
            "phoneNumber", "phone",
            "mobile", "mobile",
            "locale", "language",
            "street", "homeAddress",
            "postal_code", "homePostcode",
            "locality", "city",
            "region", "state");
    /** A password that has to be changed ends at its first use, not at a time. */
    static final String NEVER = "2199-12-31T00:00:00Z";

    @Override
    public Set<String> marks() {
        return Set.of("username", "realm");
    }

    @Override
    public Set<String> lists() {
        return Set.of("users");
    }

    @Override
    public Set<String> sideLists() {
        return Set.of("organizations");
    }

    @Override
    public void side(Json.Object organization, SideRows rows) {
        String name = Values.text(organization, "name");
        for (Json member : Values.items(organization, "members")) {
            if (member instanceof Json.Object user) {
                rows.put(Values.text(user, "username"), ORGANIZATION, name);
            }
        }
    }

    @Override
    public String key(Json.Object user) {
        return Values.text(user, "username");
    }

    @Override
    public Mapped map(Json.Object user, Map<String, List<String>> side) {
        if (user.get("serviceAccountClientId") != null || user.get("username") == null) {
            return Mapped.NOBODY;
        }
        Mapped.Builder mapped = new Mapped.Builder().more("externalId", user.get("id"));
        mapped.put("username", "username", user.get("username"))
                .put("email", "email", user.get("email"))
                .put("firstName", "firstName", user.get("firstName"))
                .put("lastName", "lastName", user.get("lastName"))
                .put("createdAt", "createdTimestamp", user.get("createdTimestamp"))
                .put("verifiedAt", "emailVerified", user.get("email") == null ? null : user.get("emailVerified"));
        if (Json.Bool.FALSE.equals(user.get("enabled"))) {
            mapped.put("disabled", "enabled", Json.Bool.TRUE);
        }
        password(user, mapped);
        organizations(side.getOrDefault(ORGANIZATION, List.of()), mapped);
        attributes(user, mapped);
        roles(user, mapped);
        return mapped.build();
    }

    private static void organizations(List<String> names, Mapped.Builder mapped) {
        if (!names.isEmpty()) {
            mapped.put("account", "organizations", names.getFirst());
        }
        names.stream().skip(1).forEach(more -> mapped.more("organizations (further ones)", Json.of(more)));
    }

    private static void attributes(Json.Object user, Mapped.Builder mapped) {
        Values.object(user, "attributes").fields().forEach((name, values) -> {
            String ours = ATTRIBUTES.getOrDefault(name, name);
            if (ours.equals("language")) {
                mapped.put(ours, "attributes." + name, Values.first(values));
            } else {
                boolean single = values instanceof Json.Array(List<Json> items) && items.size() == 1;
                mapped.more(ours, single ? Values.first(values) : values);
            }
        });
    }

    private static void roles(Json.Object user, Mapped.Builder mapped) {
        List<Json> roles = Values.items(user, "realmRoles").stream()
                .filter(role -> !Values.text(role).startsWith(DEFAULT_ROLES))
                .toList();
        mapped.more("realmRoles", new Json.Array(roles))
                .more("clientRoles", user.get("clientRoles"))
                .more("groups", user.get("groups"))
                .more("federatedIdentities", user.get("federatedIdentities"));
    }

    private static void password(Json.Object user, Mapped.Builder mapped) {
        for (Json one : Values.items(user, "credentials")) {
            if (!(one instanceof Json.Object credential)) {
                continue;
            }
            String type = Values.text(credential, "type");
            if (!type.equals("password")) {
                mapped.more("credentials (" + type + ")", Json.of(true));
                continue;
            }
            mapped.put("passwordHash", "credentials", hash(credential));
            if (Values.items(user, "requiredActions").contains(Json.of("UPDATE_PASSWORD"))
                    || Values.isTrue(credential, "temporary")) {
                mapped.put("passwordUntil", Json.of(NEVER));
            }
        }
    }

    private static String hash(Json.Object credential) {
        Json.Object data = Values.within(credential, "credentialData");
        Json.Object secret = Values.within(credential, "secretData");
        String algorithm = Values.text(data, "algorithm");
        String salt = Values.text(secret, "salt");
        String value = Values.text(secret, "value");
        String rounds = Values.text(data, "hashIterations");
        return switch (algorithm) {
            case "argon2" -> argon2(Values.object(data, "additionalParameters"), rounds, salt, value);
            case "pbkdf2", "pbkdf2-sha256", "pbkdf2-sha512" ->
                "$" + algorithm + "$" + rounds + "$" + passlib(salt) + "$" + passlib(value);
            case "bcrypt" -> value;
            default -> algorithm + ":" + value;
        };
    }

    private static String argon2(Json.Object parameters, String passes, String salt, String value) {
        return "$argon2" + parameter(parameters, "type", "id") + "$v="
                + (parameter(parameters, "version", "1.3").equals("1.0") ? "16" : "19") + "$m="
                + parameter(parameters, "memory", "7168") + ",t=" + passes + ",p="
                + parameter(parameters, "parallelism", "1") + "$" + Values.unpadded(salt) + "$"
                + Values.unpadded(value);
    }

    private static String parameter(Json.Object parameters, String name, String otherwise) {
        @Nullable Json first = Values.first(parameters.get(name));
        return first == null ? otherwise : Values.text(first);
    }

    /** passlib writes base64 without padding, and a dot for a plus sign. */
    private static String passlib(String base64) {
        return Values.unpadded(base64).replace('+', '.');
    }
}

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Writes customers as another system exports them, the same ones each time: java SystemExports.java COUNT SYSTEM FOLDER. It prints what
 * follows {@code vestibule import}: files and options. Hashes have the right form, and no password.
 */
final class SystemExports {
    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String HEX = "0123456789abcdef";
    private static final String[] FIRST = {"Ann", "Zoë", "José", "Mary Ann", "李", "Bob", "Chidi", "Ingrid", "Omar", "Priya"};
    private static final String[] LAST = {"Doe", "O'Neill", "García Márquez", "Müller", "Smith", "van der Berg", "Nowak", "Ito"};
    private static final DateTimeFormatter DIGITS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MYSQL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Random random = new Random(20261128);
    private final int count;
    private final Path folder;

    private SystemExports(int count, Path folder) {
        this.count = count;
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        for (String word : new SystemExports(Integer.parseInt(args[0]), Path.of(args[2])).write(args[1])) {
            System.out.println(word);
        }
    }

    /** One customer, in what every system has. */
    private record Person(int id, String first, String last, String email, String login, String phone, Instant created) {
        String name() {
            return first + " " + last;
        }
    }

    private Person person(int i) {
        return new Person(
                i,
                FIRST[random.nextInt(FIRST.length)],
                LAST[random.nextInt(LAST.length)],
                "customer." + Integer.toString(random.nextInt(1 << 20), 36) + "." + i + "@example.com",
                "user" + i,
                "+1202555" + (1000 + random.nextInt(9000)),
                Instant.ofEpochSecond(1_400_000_000L + random.nextInt(350_000_000)));
    }

    private interface Record {
        String of(Person person);
    }

    private String write(String name, String head, String between, String tail, Record record) throws IOException {
        Path file = folder.resolve(name);
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            out.print(head);
            for (int i = 1; i <= count; i++) {
                out.print(record.of(person(i)));
                out.print(i < count ? between : tail);
            }
        }
        return file.toString();
    }

    private String lines(String name, String header, Record record) throws IOException {
        return write(name, header.isEmpty() ? "" : header + "\n", "\n", "\n", record);
    }

    /** Gives the words of the command. */
    private List<String> write(String system) throws IOException {
        return switch (system) {
            case "keycloak" -> List.of(write("users.json", "{\n  \"realm\" : \"shop\",\n  \"users\" : [", ",\n", "  ]\n}\n", this::keycloak), "--from", system);
            case "auth0" -> List.of(lines("auth0.jsonl", "", this::auth0), "--from", system);
            case "firebase" -> firebase();
            case "wordpress" -> List.of(
                    lines("users.tsv", "ID\tuser_login\tuser_pass\tuser_nicename\tuser_email\tuser_url\tuser_registered\tuser_activation_key\tuser_status\tdisplay_name", this::wordpress),
                    lines("usermeta.tsv", "umeta_id\tuser_id\tmeta_key\tmeta_value", SystemExports::meta),
                    "--from",
                    system);
            case "django" -> List.of(write("users.json", "[\n", ",\n", "\n]\n", this::django), "--from", system);
            case "laravel" -> List.of(
                    lines("users.csv", "id,name,email,email_verified_at,password,remember_token,created_at,updated_at", p -> p.id + "," + p.name() + "," + p.email + "," + MYSQL.format(p.created) + "," + bcrypt() + ",," + MYSQL.format(p.created) + "," + MYSQL.format(p.created)),
                    "--zone",
                    "UTC",
                    "--from",
                    system);
            case "ldif" -> List.of(write("people.ldif", "", "\n", "\n", this::ldif), "--from", system);
            case "better-auth" -> List.of(
                    lines("user.csv", "id,name,email,emailVerified,image,createdAt,updatedAt,username,displayUsername,banned,banReason,banExpires", p -> key(p) + "," + p.name() + "," + p.email + ",t,," + MYSQL.format(p.created) + "+00," + MYSQL.format(p.created) + "+00," + p.login + "," + p.login + ",f,,"),
                    lines("account.csv", "id,accountId,providerId,userId,password,createdAt,updatedAt", p -> "a" + key(p) + "," + key(p) + ",credential," + key(p) + "," + letters(32, HEX) + ":" + letters(128, HEX) + "," + MYSQL.format(p.created) + "+00," + MYSQL.format(p.created) + "+00"),
                    "--from",
                    system);
            case "mediawiki" -> List.of(
                    lines("user.tsv", "user_id\tuser_name\tuser_real_name\tuser_password\tuser_email\tuser_token\tuser_email_authenticated\tuser_registration", p -> String.join("\t", "" + p.id, "User" + p.id, p.name(), ":pbkdf2:sha512:30000:64:" + letters(22, ALPHANUMERIC) + "==:" + letters(85, ALPHANUMERIC) + "A==", p.email, letters(32, HEX), DIGITS.format(p.created), DIGITS.format(p.created))),
                    "--from",
                    system);
            case "payload" -> List.of(
                    lines("customers.csv", "id,full_name,phone,updated_at,created_at,email,username,salt,hash,login_attempts,lock_until", p -> p.id + ",\"" + p.name() + "\"," + p.phone + "," + p.created + "," + p.created + "," + p.email + "," + p.login + "," + letters(64, HEX) + ",pbkdf2-sha256-v1:" + letters(64, HEX) + ",0,"),
                    "--from",
                    system);
            case "directus" -> List.of(
                    lines("directus_users.csv", "id,first_name,last_name,email,password,language,tfa_secret,status,role,last_access,email_notifications", p -> "b1444c0f-5e31-4202-a4d3-" + String.format("%012x", p.id) + "," + p.first + "," + p.last + "," + p.email + ",\"" + argon2() + "\",de-DE,,active,8f3d3ae3-06dc-424b-8a28-431d0f711f38,,1"),
                    "--from",
                    system);
            case "dokuwiki" -> List.of(lines("users.auth.php", "# users.auth.php", p -> p.login + ":" + bcrypt() + ":" + p.name() + ":" + p.email + ":user"), "--from", system);
            case "sonar-contacts" -> List.of(
                    lines("contacts.json", "", p -> "{\"account_id\":" + p.id + ",\"data\":[{\"id\":" + p.id + ",\"name\":\"" + p.name() + "\",\"role\":\"Owner\",\"email_address\":\"" + p.email + "\",\"phone_numbers\":{\"home\":{\"number\":\"" + p.phone + "\",\"extension\":null}},\"email_message_categories\":[1],\"primary\":true,\"username\":\"" + p.login + "\"}],\"paginator\":{\"total_count\":1,\"total_pages\":1,\"current_page\":1,\"limit\":100}}"),
                    "--from",
                    system);
            case "logicboxes-search" -> List.of(
                    lines("search.json", "", p -> "{\"recsonpage\":\"1\",\"recsindb\":\"" + count + "\",\"1\":{\"customer.customerid\":\"" + p.id + "\",\"customer.username\":\"" + p.email + "\",\"customer.name\":\"" + p.name() + "\",\"customer.company\":\"Doe Ltd\",\"customer.city\":\"Denver\",\"customer.state\":\"Colorado\",\"customer.country\":\"US\",\"customer.telnocc\":\"1\",\"customer.telno\":\"" + p.phone.substring(2) + "\",\"customer.customerstatus\":\"Active\",\"customer.totalreceipts\":\"250.00\",\"customer.websitecount\":\"3\"}}"),
                    "--from",
                    system);
            default -> throw new IllegalArgumentException(system);
        };
    }

    private String keycloak(Person p) {
        return """
                    {
                      "id" : "%08x-6d4c-44f6-be97-c20d6d88f9d9",
                      "username" : "%s",
                      "firstName" : "%s",
                      "lastName" : "%s",
                      "email" : "%s",
                      "emailVerified" : %b,
                      "attributes" : {
                        "locale" : [ "de" ],
                        "phone" : [ "%s" ]
                      },
                      "enabled" : %b,
                      "createdTimestamp" : %d,
                      "totp" : false,
                      "credentials" : [ {
                        "id" : "%08x-db88-4454-ae77-5386d0a3cc3c",
                        "type" : "password",
                        "createdDate" : 1795871896481,
                        "secretData" : "{\\"value\\":\\"%sA=\\",\\"salt\\":\\"%sA==\\",\\"additionalParameters\\":{}}",
                        "credentialData" : "{\\"hashIterations\\":5,\\"algorithm\\":\\"argon2\\",\\"additionalParameters\\":{\\"hashLength\\":[\\"32\\"],\\"memory\\":[\\"7168\\"],\\"type\\":[\\"id\\"],\\"version\\":[\\"1.3\\"],\\"parallelism\\":[\\"1\\"]}}"
                      } ],
                      "disableableCredentialTypes" : [ ],
                      "requiredActions" : [ ],
                      "realmRoles" : [ "default-roles-shop" ],
                      "notBefore" : 0,
                      "groups" : [ "/customers" ]
                    }""".formatted(
                p.id, p.login, p.first, p.last, p.email, random.nextBoolean(), p.phone, random.nextInt(50) > 0, p.created.toEpochMilli(),
                p.id, letters(42, ALPHANUMERIC), letters(21, ALPHANUMERIC));
    }

    private String auth0(Person p) {
        return "{\"_id\":{\"$oid\":\"60425dc43519d90068f" + String.format("%05x", p.id & 0xfffff) + "\"},\"user_id\":\"auth0|" + p.id + "\",\"email_verified\":true,\"email\":\"" + p.email + "\",\"username\":\"" + p.login + "\",\"given_name\":\"" + p.first + "\",\"family_name\":\"" + p.last + "\",\"name\":\"" + p.name() + "\",\"created_at\":\"" + p.created + "\",\"updated_at\":\"" + p.created + "\",\"passwordHash\":\"" + bcrypt() + "\",\"identities\":[{\"connection\":\"Users\",\"provider\":\"auth0\",\"user_id\":\"" + p.id + "\",\"isSocial\":false}],\"user_metadata\":{\"phone\":\"" + p.phone + "\"},\"logins_count\":7}";
    }

    private List<String> firebase() throws IOException {
        Path config = Files.writeString(
                folder.resolve("hash-config"),
                "base64_signer_key: " + Base64.getEncoder().encodeToString(new byte[64]) + "\nbase64_salt_separator: Bw==\nrounds: 8\nmem_cost: 14\n");
        String users = write("users.json", "{\"users\": [\n", ",\n", "\n]}\n", p -> """
                {
                  "localId": "%s",
                  "email": "%s",
                  "emailVerified": true,
                  "passwordHash": "%sA==",
                  "salt": "%sA==",
                  "displayName": "%s",
                  "lastSignedInAt": "%d",
                  "createdAt": "%d",
                  "phoneNumber": "%s",
                  "providerUserInfo": []
                }""".formatted(
                key(p), p.email, letters(85, ALPHANUMERIC), letters(13, ALPHANUMERIC), p.name(), p.created.toEpochMilli(), p.created.toEpochMilli(), p.phone));
        return List.of(users, "--firebase-hash-config", config.toString(), "--from", "firebase");
    }

    private String wordpress(Person p) {
        return String.join("\t", "" + p.id, p.login, "$P$B" + letters(29, ALPHANUMERIC) + ".", p.login, p.email, "", MYSQL.format(p.created), "", "0", p.name());
    }

    private static String meta(Person p) {
        String[][] values = {
            {"nickname", p.login}, {"first_name", p.first}, {"last_name", p.last}, {"description", ""}, {"rich_editing", "true"}, {"locale", "de_DE"},
            {"wp_capabilities", "a:1:{s:8:\"customer\";b:1;}"}, {"wp_user_level", "0"}, {"billing_phone", p.phone}, {"billing_country", "US"}, {"billing_city", "Denver"}
        };
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            rows.append(i == 0 ? "" : "\n").append(11L * p.id + i).append('\t').append(p.id).append('\t').append(String.join("\t", values[i]));
        }
        return rows.toString();
    }

    private String django(Person p) {
        return "{\n \"model\": \"auth.user\",\n \"pk\": " + p.id + ",\n \"fields\": {\n  \"password\": \"pbkdf2_sha256$600000$" + letters(22, ALPHANUMERIC) + "$" + letters(42, ALPHANUMERIC) + "A=\",\n  \"last_login\": null,\n  \"is_superuser\": false,\n  \"username\": \"" + p.login + "\",\n  \"first_name\": \"" + p.first + "\",\n  \"last_name\": \"" + p.last + "\",\n  \"email\": \"" + p.email + "\",\n  \"is_staff\": false,\n  \"is_active\": true,\n  \"date_joined\": \"" + p.created + "\",\n  \"groups\": [],\n  \"user_permissions\": []\n }\n}";
    }

    private String ldif(Person p) {
        String hash = Base64.getEncoder().encodeToString(("{SSHA}" + letters(32, ALPHANUMERIC)).getBytes(StandardCharsets.UTF_8));
        return "dn: uid=" + p.login + ",ou=people,dc=example,dc=com\nobjectClass: inetOrgPerson\nuid: " + p.login + "\ncn:: " + base64(p.name()) + "\nsn:: " + base64(p.last) + "\ngivenName:: " + base64(p.first) + "\nmail: " + p.email + "\ntelephoneNumber: " + p.phone + "\nuserPassword:: " + hash + "\nstructuralObjectClass: inetOrgPerson\nentryUUID: 19613fa6-7f7a-1041-8677-" + String.format("%012x", p.id) + "\ncreateTimestamp: " + DIGITS.format(p.created) + "Z\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** An id as JavaScript's systems make them. */
    private static String key(Person p) {
        return "3yRNfQESPy420OwxpV7FJ" + String.format("%011d", p.id);
    }

    private String bcrypt() {
        return "$2y$10$" + letters(21, ALPHANUMERIC) + "." + letters(30, ALPHANUMERIC) + ".";
    }

    private String argon2() {
        return "$argon2id$v=19$m=65536,t=3,p=4$" + letters(21, ALPHANUMERIC) + "A$" + letters(42, ALPHANUMERIC) + "A";
    }

    private String letters(int count, String alphabet) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}

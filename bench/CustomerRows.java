import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/**
 * Writes customers as CSV, the same ones each time: java CustomerRows.java COUNT FILE; with a second file also as Keycloak's export
 * does, indented, with Argon2id. Hashes have the right form, and no password: half
 * bcrypt, a third Argon2id, the rest phpass, PBKDF2 or none. Four in ten have a username; every sixth shares an account with the one
 * before.
 */
final class CustomerRows {
    private static final String BCRYPT = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String[] FIRST = {"Ann", "Zoë", "José", "Mary Ann", "李", "Bob", "Chidi", "Ingrid", "Omar", "Priya"};
    private static final String[] LAST = {"Doe", "O'Neill", "García Márquez", "Müller", "Smith", "van der Berg", "Nowak", "Ito"};
    private static final String[] CITIES = {"Springfield", "São Paulo", "Köln", "Leeds", "Austin, TX", "Łódź"};
    private static final String[] COUNTRIES = {"US", "BR", "DE", "GB", "US", "PL"};

    private final Random random = new Random(20261122);

    public static void main(String[] args) throws IOException {
        new CustomerRows().write(Integer.parseInt(args[0]), Path.of(args[1]));
        if (args.length > 2) {
            new CustomerRows().writeKeycloak(Integer.parseInt(args[0]), Path.of(args[2]));
        }
    }

    private void writeKeycloak(int count, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            line(out, "{\n  \"realm\" : \"shop\",\n  \"users\" : [");
            for (int i = 1; i <= count; i++) {
                line(out, keycloak(i) + (i < count ? "," : ""));
            }
            line(out, "  ]\n}");
        }
    }

    private String keycloak(int i) {
        String letters = BCRYPT.substring(2);
        return """
                    {
                      "id" : "%08x-6d4c-44f6-be97-c20d6d88f9d9",
                      "username" : "user%d",
                      "firstName" : "%s",
                      "lastName" : "%s",
                      "email" : "customer.%s.%d@example.com",
                      "emailVerified" : %b,
                      "attributes" : {
                        "locale" : [ "de" ],
                        "phone" : [ "+1202555%d" ]
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
                i, i, pick(FIRST), pick(LAST), Integer.toString(random.nextInt(1 << 20), 36), i, random.nextBoolean(),
                1000 + random.nextInt(9000), random.nextInt(50) > 0, 1_400_000_000_000L + random.nextInt(350_000_000) * 1000L, i,
                letters(42, letters), letters(21, letters));
    }

    private void write(int count, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            line(out, "account,primary,email,username,passwordHash,verifiedAt,language,disabled,createdAt,firstName,lastName,phone,company,"
                    + "homeAddress,homePostcode,city,country,dateOfBirth,deposit");
            int account = 0;
            for (int i = 1; i <= count; i++) {
                boolean shares = i > 1 && random.nextInt(6) == 0;
                account = shares ? account : i;
                line(out, row(i, "A" + account, !shares));
            }
        }
    }

    private String row(int i, String account, boolean primary) {
        int city = random.nextInt(CITIES.length);
        String first = pick(FIRST);
        String last = pick(LAST);
        Instant created = Instant.ofEpochSecond(1_400_000_000L + random.nextInt(350_000_000));
        return String.join(
                ",",
                account,
                Boolean.toString(primary),
                "customer." + Integer.toString(random.nextInt(1 << 20), 36) + "." + i + "@example.com",
                random.nextInt(10) < 4 ? "user" + Integer.toString(random.nextInt(1 << 20), 36) + i : "",
                quoted(hash()),
                random.nextBoolean() ? created.plusSeconds(3600).toString() : "",
                random.nextInt(3) == 0 ? "de" : "",
                random.nextInt(50) == 0 ? "true" : "",
                created.toString(),
                first,
                quoted(last),
                "+1202555" + (1000 + random.nextInt(9000)),
                random.nextInt(4) == 0 ? quoted(last + " & Sons, Ltd") : "",
                quoted((1 + random.nextInt(200)) + " Station Road"),
                "AB" + random.nextInt(100) + " 1CD",
                quoted(CITIES[city]),
                COUNTRIES[city],
                random.nextInt(3) == 0 ? "19" + (50 + random.nextInt(49)) + "-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(9) : "",
                random.nextInt(5) == 0 ? Integer.toString(random.nextInt(50_000)) : "");
    }

    private String hash() {
        int kind = random.nextInt(60);
        if (kind < 30) {
            return "$2y$10$" + letters(21, BCRYPT) + "." + letters(30, BCRYPT) + ".";
        }
        if (kind < 50) {
            return "$argon2id$v=19$m=65536,t=4,p=1$" + letters(21, BCRYPT.substring(2)) + "A$" + letters(42, BCRYPT.substring(2)) + "A";
        }
        if (kind < 54) {
            return "$P$B" + letters(8, BCRYPT) + letters(21, BCRYPT) + ".";
        }
        return kind < 58 ? "pbkdf2_sha256$600000$" + letters(22, BCRYPT.substring(2)) + "$" + letters(43, BCRYPT.substring(2)) + "=" : "";
    }

    private String letters(int count, String alphabet) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private static String quoted(String text) {
        return text.indexOf(',') < 0 ? text : "\"" + text + "\"";
    }

    private static void line(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}

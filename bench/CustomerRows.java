import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/**
 * Writes customers as CSV, the same ones each time: java CustomerRows.java COUNT FILE. Hashes have the right form, and no password: half
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

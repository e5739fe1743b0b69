package io.vestibule.password.legacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a system does to a password before it hashes it: steps, in their order. A stored hash names them in braces before it, {@code
 * {nfkc}$argon2id$…}; {@code {typed}} is none at all.
 */
public record Preparation(List<String> steps) {
    /** The password as it was typed. */
    public static final Preparation TYPED = new Preparation(List.of());

    /** Unicode normal form C: what we do ourselves. */
    public static final Preparation OURS = of("nfc");

    /** bcrypt looks no further. */
    static final Preparation FIRST_72 = of("first-72");
    /** Symfony hashes what is longer than bcrypt looks, base64 of SHA-512, before bcrypt. */
    static final Preparation SYMFONY = of("symfony");
    /** WordPress adds a backslash before each {@code '}, {@code "} and {@code \}, and trims. */
    static final Preparation WORDPRESS = of("wordpress");
    /** Drupal takes blanks off at both ends. */
    static final Preparation TRIMMED = of("trim");

    private static final int BCRYPT_SEES = 72;
    private static final Pattern PREFIX = Pattern.compile("\\{(typed|[a-z0-9:,-]+)\\}");
    private static final Pattern STEP = Pattern.compile(
            "nfc|nfd|nfkc|nfkd|trim|wordpress|first-72|symfony|md5-hex|(?:hmac-sha512|pepper):[a-z0-9]{1,32}");
    /** What PHP's {@code trim} takes off, but NUL, which no password here has. */
    private static final String BLANKS = "[ \\t\\n\\r\\x0B]+";

    public Preparation {
        steps = List.copyOf(steps);
    }

    static Preparation of(String step) {
        return new Preparation(List.of(step));
    }

    /** The preparation that a text begins with; empty if it doesn't begin with one. */
    public static Optional<Preparation> before(String text) {
        Matcher prefix = PREFIX.matcher(text);
        if (!prefix.lookingAt()) {
            return Optional.empty();
        }
        if (prefix.group(1).equals("typed")) {
            return Optional.of(TYPED);
        }
        List<String> steps = List.of(prefix.group(1).split(",", -1));
        return steps.stream().allMatch(step -> STEP.matcher(step).matches())
                ? Optional.of(new Preparation(steps))
                : Optional.empty();
    }

    /** As it stands before a hash. */
    public String prefix() {
        return "{" + (steps.isEmpty() ? "typed" : String.join(",", steps)) + "}";
    }

    /** This, and the other after it. */
    Preparation then(Preparation other) {
        List<String> both = new ArrayList<>(steps);
        both.addAll(other.steps);
        return new Preparation(both);
    }

    /** The ids of the secrets that it takes. */
    public List<String> peppers() {
        return steps.stream()
                .filter(step -> step.contains(":"))
                .map(Preparation::pepper)
                .toList();
    }

    /** Whether the other has the same steps, with whatever secrets. */
    public boolean isSameButForSecrets(Preparation other) {
        return withoutSecrets().equals(other.withoutSecrets());
    }

    private List<String> withoutSecrets() {
        return steps.stream().map(step -> step.replaceFirst(":.*", "")).toList();
    }

    private static String pepper(String step) {
        return step.substring(step.indexOf(':') + 1);
    }

    /** What comes of a password, as UTF-8. */
    public byte[] apply(byte[] typed, Peppers peppers) {
        byte[] bytes = typed;
        for (String step : steps) {
            bytes = apply(step, bytes, peppers);
        }
        return bytes;
    }

    private static byte[] apply(String step, byte[] bytes, Peppers peppers) {
        return switch (step) {
            case "nfc" -> normal(bytes, Normalizer.Form.NFC);
            case "nfd" -> normal(bytes, Normalizer.Form.NFD);
            case "nfkc" -> normal(bytes, Normalizer.Form.NFKC);
            case "nfkd" -> normal(bytes, Normalizer.Form.NFKD);
            case "trim" -> trim(new String(bytes, UTF_8)).getBytes(UTF_8);
            case "wordpress" ->
                trim(new String(bytes, UTF_8).replaceAll("(['\"\\\\])", "\\\\$1"))
                        .getBytes(UTF_8);
            case "first-72" -> bytes.length > BCRYPT_SEES ? Arrays.copyOf(bytes, BCRYPT_SEES) : bytes;
            case "md5-hex" ->
                HexFormat.of().formatHex(HashText.digest("MD5").digest(bytes)).getBytes(UTF_8);
            case "symfony" ->
                bytes.length > BCRYPT_SEES
                        ? Base64.getEncoder().encode(HashText.digest("SHA-512").digest(bytes))
                        : bytes;
            default ->
                step.startsWith("pepper:")
                        ? joined(bytes, secret(step, peppers))
                        : Base64.getEncoder().encode(HashText.mac("HmacSHA512", secret(step, peppers), bytes));
        };
    }

    private static byte[] secret(String step, Peppers peppers) {
        return peppers.secret(pepper(step))
                .orElseThrow(() -> new IllegalStateException("There is no pepper " + pepper(step)));
    }

    private static byte[] normal(byte[] bytes, Normalizer.Form form) {
        return Normalizer.normalize(new String(bytes, UTF_8), form).getBytes(UTF_8);
    }

    private static String trim(String text) {
        return text.replaceAll("^" + BLANKS + "|" + BLANKS + "$", "");
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /**
     * What must be done to a password too where it is hashed anew, once this one matched, so that whatever the old system took for
     * the same password stays the same: all that it didn't look at.
     */
    public Preparation kept(byte[] typed) {
        List<String> kept = new ArrayList<>();
        byte[] bytes = typed;
        for (String step : steps) {
            if (looksAtAll(step, bytes.length)) {
                break;
            }
            if (step.startsWith("pepper:") || step.equals("symfony")) {
                continue;
            }
            if (!step.equals("first-72") || bytes.length >= BCRYPT_SEES) {
                kept.add(step);
            }
            bytes = apply(step, bytes, Peppers.NONE);
        }
        return kept.isEmpty() || kept.equals(List.of("nfd")) ? OURS : new Preparation(kept);
    }

    private static boolean looksAtAll(String step, int length) {
        return step.startsWith("hmac-") || step.equals("md5-hex") || (step.equals("symfony") && length > BCRYPT_SEES);
    }
}

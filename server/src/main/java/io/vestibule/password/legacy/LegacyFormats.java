package io.vestibule.password.legacy;

import java.util.Optional;
import java.util.regex.Pattern;

/** Tells the schemes apart by how a text begins: the list of what can be imported beside our own hashes. */
public final class LegacyFormats {
    private static final int LONGEST = 2048;
    /** What stands in a hash's place for somebody who can't sign in with a password: Django's, Unix', and what a lock makes of a hash. */
    private static final Pattern NO_PASSWORD =
            Pattern.compile("(?i)(\\{crypt\\})?(!.*|\\*|\\*\\*|x|\\*LK\\*|NP|\\*NP\\*|\\*[01]|)", Pattern.DOTALL);

    private final MemoryHard memoryHard;

    public LegacyFormats(MemoryHard memoryHard) {
        this.memoryHard = memoryHard;
    }

    /** Whether the text is no hash, but says that there is no password. */
    public static boolean noPassword(String text) {
        return NO_PASSWORD.matcher(bare(text)).matches();
    }

    /** Without blanks around it, nor the zeros that libsodium's callers keep behind it. */
    private static String bare(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\0') {
            end--;
        }
        return text.substring(0, end).strip();
    }

    /**
     * Reads a hash. What is read may still be too expensive to verify.
     *
     * @throws UnusableHashException if it is of no scheme here, or not well-formed, or made without a salt; nothing else is ever thrown
     */
    public LegacyHash read(String given) {
        return read(given, Preparation.TYPED);
    }

    /**
     * Reads a hash of which it is known from elsewhere what its system did to the password before, unless the text itself says so.
     *
     * @throws UnusableHashException if it is of no scheme here, or not well-formed, or made without a salt; nothing else is ever thrown
     */
    public LegacyHash read(String given, Preparation known) {
        if (given.length() > LONGEST) {
            throw new UnusableHashException("a password hash of more than " + LONGEST + " characters");
        }
        String text = bare(given);
        Optional<Preparation> before = Preparation.before(text);
        if (before.isPresent()) {
            return Prepared.of(
                    before.get(), plain(text.substring(before.get().prefix().length())));
        }
        LegacyHash hash = plain(text);
        return known.equals(Preparation.TYPED) ? hash : Prepared.of(known, hash);
    }

    private LegacyHash plain(String text) {
        return switch (scheme(text)) {
            case "$2a$", "$2b$", "$2y$", "bcrypt$", "bcrypt_sha256$", "$bcrypt-sha256$", "$bcrypt$", "$wp$" ->
                Bcrypt.read(text);
            case "$P$", "$H$", "$S$" -> Phpass.read(text);
            case "U$" ->
                Prepared.of(Preparation.of("trim").then(Preparation.of("md5-hex")), Phpass.read(text.substring(1)));
            case "$pbkdf2$",
                    "$pbkdf2-sha1$",
                    "$pbkdf2-sha224$",
                    "$pbkdf2-sha256$",
                    "$pbkdf2-sha384$",
                    "$pbkdf2-sha512$" -> Pbkdf2Texts.dollar(text);
            case "pbkdf2_sha1$", "pbkdf2_sha256$", "pbkdf2_sha512$" -> Pbkdf2Texts.django(text);
            case "pbkdf2:" -> Pbkdf2Texts.werkzeug(text);
            case ":pbkdf2:" -> Pbkdf2Texts.mediaWiki(text);
            case "$payload$" -> Pbkdf2Texts.payload(text);
            case "$argon2i$", "$argon2d$", "$argon2id$" -> argon2(text);
            case "argon2$" -> argon2(text.substring("argon2".length()));
            case ":argon2:" -> Prepared.of(Preparation.OURS, plain(text.substring(":argon2:".length())));
            case "$shiro2$" -> plain(text.substring("$shiro2".length()));
            case "$scrypt$" -> ScryptTexts.phc(text, memoryHard);
            case "scrypt$" -> ScryptTexts.django(text, memoryHard);
            case "scrypt:" -> ScryptTexts.werkzeug(text, memoryHard);
            case "$7$" -> ScryptTexts.crypt(text, memoryHard);
            case "$firebase-scrypt$" -> FirebaseScrypt.read(text, memoryHard);
            case "md5$", "sha1$", "sha224$", "sha256$", "sha384$", "sha512$" -> SaltedDigest.saltFirst(text);
            case ":B:" -> SaltedDigest.mediaWiki(text);
            case "$1$", "$apr1$", "$5$", "$6$" -> Crypt.read(text);
            default -> text.startsWith("{") ? wrapped(text) : unnamed(text);
        };
    }

    /** As far as the second dollar sign, or the first if it doesn't begin with one; the same with colons. */
    private static String scheme(String text) {
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '$' || text.charAt(i) == ':') {
                return text.substring(0, i + 1);
            }
        }
        return "";
    }

    /** Ours look the same: what others made is marked. */
    private LegacyHash argon2(String text) {
        return Prepared.of(Preparation.TYPED, Argon2Hash.read(text, memoryHard));
    }

    /** What has the scheme's name in braces before it: of LDAP servers, Dovecot, Spring Security. */
    private LegacyHash wrapped(String text) {
        int end = text.indexOf('}') + 1;
        String word = Wrapper.word(text.substring(0, end));
        String rest = text.substring(end).strip();
        return switch (word) {
            case "bcrypt",
                    "argon2",
                    "argon2i",
                    "argon2id",
                    "crypt",
                    "blf-crypt",
                    "md5-crypt",
                    "sha256-crypt",
                    "sha512-crypt",
                    "ldap" -> plain(rest);
            case "scrypt" -> rest.startsWith("$scrypt$") ? plain(rest) : ScryptTexts.spring(rest, memoryHard);
            case "ssha", "ssha256", "ssha384", "ssha512", "smd5" -> SaltedDigest.ldap(text);
            case "pbkdf2", "pbkdf2-sha1", "pbkdf2-sha256", "pbkdf2-sha512" -> Pbkdf2Texts.wrapped(word, rest);
            case "pbkdf2_sha256" -> Pbkdf2Texts.directory389(rest);
            case "pkcs5s2" -> Pbkdf2Texts.pkcs5s2(rest);
            default -> throw Wrapper.refused(word);
        };
    }

    /** What has no scheme's name before it is known by its shape. */
    private LegacyHash unnamed(String text) {
        if (ScryptTexts.isHexadecimal(text)) {
            return ScryptTexts.hexadecimal(text, memoryHard);
        }
        if (SaltedDigest.isJoomla(text)) {
            return SaltedDigest.joomla(text);
        }
        if (Pbkdf2Texts.isAspNet(text)) {
            return Pbkdf2Texts.aspNet(text);
        }
        throw Unverifiable.refused(text);
    }
}

package io.vestibule.password.legacy;

/** Tells the schemes apart by how a text begins: the list of what can be imported beside our own Argon2id. */
public final class LegacyFormats {
    private static final int LONGEST = 2048;

    private final MemoryHard memoryHard;

    public LegacyFormats(MemoryHard memoryHard) {
        this.memoryHard = memoryHard;
    }

    /**
     * Reads a hash. What is read may still be too dear to verify.
     *
     * @throws UnusableHashException if it is of no scheme here, or not well-formed, or made without a salt; nothing else is ever thrown
     */
    public LegacyHash read(String text) {
        if (text.length() > LONGEST) {
            throw new UnusableHashException("a password hash of more than " + LONGEST + " characters");
        }
        return switch (scheme(text)) {
            case "$2a", "$2b", "$2y", "bcrypt", "bcrypt_sha256", "$bcrypt-sha256", "$wp" -> Bcrypt.read(text);
            case "$P", "$H" -> Phpass.read(text);
            case "$pbkdf2", "$pbkdf2-sha256", "$pbkdf2-sha512", "pbkdf2_sha1", "pbkdf2_sha256", "pbkdf2_sha512" ->
                Pbkdf2.read(text);
            case "$argon2i", "$argon2d", "$argon2id", "argon2" -> Argon2Hash.read(text, memoryHard);
            case "$scrypt", "scrypt" -> Scrypt.read(text, memoryHard);
            case "{SSHA}", "{SSHA256}", "{SSHA384}", "{SSHA512}", "{SMD5}", "sha1", "md5" -> SaltedDigest.read(text);
            case "$1", "$apr1", "$5", "$6" -> Crypt.read(text);
            default -> throw new UnusableHashException("a password hash of no scheme that can be verified");
        };
    }

    /** What stands before the second dollar sign, or the first if it doesn't begin with one; or what braces hold. */
    private static String scheme(String text) {
        int end = text.startsWith("{") ? text.indexOf('}') + 1 : text.indexOf('$', 1);
        return text.substring(0, Math.max(end, 0));
    }
}

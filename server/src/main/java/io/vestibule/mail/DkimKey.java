package io.vestibule.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What outgoing mail is signed with (RFC 6376): rsa-sha256, for the domain that publishes the public key at
 * {@code selector._domainkey.domain}.
 */
public record DkimKey(String domain, String selector, RSAPrivateKey key) {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    /**
     * Takes the key from a file that {@code openssl genrsa} wrote.
     *
     * @throws IOException if the file can't be read
     * @throws IllegalArgumentException if it holds no RSA key as PKCS #8 PEM
     */
    public static DkimKey read(String domain, String selector, Path file) throws IOException {
        Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new IllegalArgumentException("A DKIM key is a PEM file that begins with BEGIN PRIVATE KEY (PKCS #8)");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            var key = (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return new DkimKey(domain, selector, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("A DKIM key is an RSA key", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "DkimKey[" + selector + "._domainkey." + domain + "]";
    }
}

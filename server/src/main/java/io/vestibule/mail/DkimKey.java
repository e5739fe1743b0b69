package io.vestibule.mail;

import io.vestibule.config.MailConfig;
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
record DkimKey(String domain, String selector, RSAPrivateKey key) {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    /**
     * Reads the key as {@code openssl genrsa} writes it.
     *
     * @throws IllegalArgumentException if the setting holds no RSA key as PKCS #8 PEM
     */
    static DkimKey of(MailConfig.Dkim setting) {
        Matcher pem = PEM.matcher(setting.privateKey().reveal());
        if (!pem.find()) {
            throw new IllegalArgumentException("A DKIM key is PEM text that begins with BEGIN PRIVATE KEY (PKCS #8)");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            var key = (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return new DkimKey(setting.domain(), setting.selector(), key);
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

package io.vestibule.mail;

import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Verifies a relaxed/relaxed rsa-sha256 signature the way RFC 6376, 6 has a receiver do it; one value a header. */
final class DkimCheck {
    private DkimCheck() {}

    static boolean verifies(MimeMessage message, PublicKey key) throws Exception {
        var raw = new ByteArrayOutputStream();
        message.writeTo(raw);
        String[] parts = raw.toString(StandardCharsets.UTF_8).split("\r\n\r\n", 2);
        String signature = header(parts[0], "DKIM-Signature");

        byte[] bodyHash = MessageDigest.getInstance("SHA-256").digest(bytes(relaxedBody(parts[1])));
        boolean sameBody = tag(signature, "bh").equals(Base64.getEncoder().encodeToString(bodyHash));

        var signed = new StringBuilder();
        for (String name : tag(signature, "h").split(":", -1)) {
            signed.append(relaxed(name, header(parts[0], name))).append("\r\n");
        }
        signed.append(relaxed("DKIM-Signature", signature.replaceAll("(\\bb=)[^;]*", "$1")));
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(key);
        verifier.update(bytes(signed.toString()));
        return sameBody && verifier.verify(Base64.getDecoder().decode(tag(signature, "b")));
    }

    private static String tag(String signature, String name) {
        Matcher tag = Pattern.compile("(?:^|;)\\s*" + name + "=([^;]*)").matcher(signature);
        return tag.find() ? tag.group(1).replaceAll("\\s", "") : "";
    }

    private static String header(String headers, String name) {
        Matcher header = Pattern.compile(
                        "^" + name.strip() + ":(.*(?:\r\n[ \t].*)*)", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE)
                .matcher(headers);
        return header.find() ? header.group(1) : "";
    }

    /** RFC 6376, 3.4.2. */
    private static String relaxed(String name, String value) {
        return name.strip().toLowerCase(Locale.ROOT) + ":"
                + value.replace("\r\n", "").replaceAll("[ \t]+", " ").strip();
    }

    /** RFC 6376, 3.4.4. */
    private static String relaxedBody(String body) {
        return body.replaceAll("[ \t]+", " ").replaceAll("(?m) +(?=\r\n)", "").replaceAll("(\r\n)+\\z", "") + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

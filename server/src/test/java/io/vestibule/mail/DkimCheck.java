package io.vestibule.mail;

import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Verifies a relaxed/relaxed rsa-sha256 signature the way RFC 6376, 6 has a receiver do it. */
final class DkimCheck {
    private DkimCheck() {}

    static boolean verifies(MimeMessage message, PublicKey key) throws Exception {
        var raw = new ByteArrayOutputStream();
        message.writeTo(raw);
        String[] parts = raw.toString(StandardCharsets.UTF_8).split("\r\n\r\n", 2);
        List<String> headers = new ArrayList<>(List.of(parts[0].split("\r\n(?![ \t])", -1)));
        String signature = last(headers, "DKIM-Signature");

        byte[] bodyHash = MessageDigest.getInstance("SHA-256").digest(bytes(relaxedBody(parts[1])));
        boolean sameBody = tag(signature, "bh").equals(Base64.getEncoder().encodeToString(bodyHash));

        var signed = new StringBuilder();
        for (String name : tag(signature, "h").split(":", -1)) {
            String header = last(headers, name);
            if (!header.isEmpty()) { // section 5.4.2: what isn't there is the null string
                signed.append(relaxed(header)).append("\r\n");
            }
        }
        signed.append(relaxed(signature.replaceAll("(;\\s*b=)[^;]*", "$1")));
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(key);
        verifier.update(bytes(signed.toString()));
        return sameBody && verifier.verify(Base64.getDecoder().decode(tag(signature, "b")));
    }

    /** Takes the lowest header of the name that is left; empty if there is none. */
    private static String last(List<String> headers, String name) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            if (headers.get(i).toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                return headers.remove(i);
            }
        }
        return "";
    }

    private static String tag(String signature, String name) {
        Matcher tag = Pattern.compile("[:;]\\s*" + name + "=([^;]*)").matcher(signature);
        return tag.find() ? tag.group(1).replaceAll("\\s", "") : "";
    }

    /** RFC 6376, 3.4.2. */
    private static String relaxed(String header) {
        String[] parts = header.split(":", 2);
        return parts[0].strip().toLowerCase(Locale.ROOT) + ":"
                + parts[1].replace("\r\n", "").replaceAll("[ \t]+", " ").strip();
    }

    /** RFC 6376, 3.4.4. */
    private static String relaxedBody(String body) {
        return body.replaceAll("[ \t]+", " ").replaceAll("(?m) +(?=\r\n)", "").replaceAll("(\r\n)+\\z", "") + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.vestibule.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Signs a message as it goes over the wire (RFC 6376): rsa-sha256, relaxed/relaxed. It names each header once more than the message has it.
 * So nobody puts another subject or recipient on top of a mail of ours, and passes it on as signed (section 8.15).
 */
final class DkimSignature {
    /** What a reader is shown, and what says how. Our mail has no Cc and no Reply-To, and is to get none. */
    private static final List<String> SIGNED = List.of(
            "From",
            "Reply-To",
            "To",
            "Cc",
            "Subject",
            "Date",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
            "Auto-Submitted",
            "Content-Language");

    private static final String LINE_END = "\r\n";
    private static final String FOLD = LINE_END + "\t";

    private DkimSignature() {}

    /**
     * The header that is to stand before the message, folded, without its line end.
     *
     * @param message whole, a char a byte
     */
    static String of(String message, DkimKey key, Instant at) {
        int end = message.indexOf(LINE_END + LINE_END);
        String body = message.substring(end + 2 * LINE_END.length());
        String[] headers = message.substring(0, end).split(LINE_END + "(?![ \t])", -1);
        List<String> names = new ArrayList<>();
        StringBuilder signed = new StringBuilder();
        for (String name : SIGNED) {
            int count = 1;
            for (int i = headers.length - 1; i >= 0; i--) {
                if (headers[i].regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                    count++;
                    signed.append(relaxed(headers[i])).append(LINE_END);
                }
            }
            names.add(String.join(":", Collections.nCopies(count, name)));
        }
        String unsigned = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; t=" + at.getEpochSecond() + ";"
                + FOLD + "d=" + key.domain() + ";"
                + FOLD + "s=" + key.selector() + ";"
                + FOLD + "h=" + String.join(":" + FOLD, names) + ";"
                + FOLD + "bh=" + base64(sha256(relaxedBody(body))) + ";"
                + FOLD + "b=";
        String signature = base64(rsa(key, signed + relaxed(unsigned)));
        return unsigned + signature.replaceAll("(.{70})(?=.)", "$1" + FOLD);
    }

    /** Section 3.4.2. */
    private static String relaxed(String header) {
        int colon = header.indexOf(':');
        String value = header.substring(colon + 1).replace(LINE_END, "").replaceAll("[ \t]+", " ");
        return header.substring(0, colon).strip().toLowerCase(Locale.ROOT) + ":" + value.strip();
    }

    /** Section 3.4.4. */
    private static String relaxedBody(String body) {
        String text = body.replaceAll("[ \t]+", " ").replace(" " + LINE_END, LINE_END);
        int end = text.length();
        while (text.startsWith(LINE_END, end - LINE_END.length())) {
            end -= LINE_END.length();
        }
        return end == 0 ? "" : text.substring(0, end) + LINE_END;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(ISO_8859_1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static byte[] rsa(DkimKey key, String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.key());
            signature.update(text.getBytes(ISO_8859_1));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The RSA key signs nothing", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

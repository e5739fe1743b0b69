package io.vestibule.admin;

import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.RequestException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Why a call is made, as its header {@code Audit-Reason} says. */
final class AuditReason {
    private static final int LONGEST = 200;

    private AuditReason() {}

    /** The reason; null where the call has none. */
    static @Nullable String of(Request request) {
        String reason = request.header("Audit-Reason")
                .map(AuditReason::utf8)
                .map(String::strip)
                .orElse("");
        if (reason.length() > LONGEST) {
            throw new RequestException(
                    new Problem.Malformed("The Audit-Reason header must have at most " + LONGEST + " characters."));
        }
        return reason.isEmpty() ? null : reason;
    }

    /** Clients send UTF-8, which a header's reader takes for ISO 8859-1 (RFC 9110 section 5.5); what is none stays as it was read. */
    private static String utf8(String header) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return header;
        }
    }
}

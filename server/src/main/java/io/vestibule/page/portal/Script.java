package io.vestibule.page.portal;

import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.secret.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The pages' one script: it asks the browser for passkeys, and hides what needs it where there are none. Its address has its hash, so that a
 * browser keeps it for good and never runs it with the page of another release.
 */
public final class Script {
    private static final String TEXT = text();

    /** Its path, below that of the public URL. */
    static final String PATH = "/pages/passkeys-" + HexFormat.of().formatHex(Tokens.hash(TEXT), 0, 8) + ".js";

    private Script() {}

    static Answer answer(Request request) {
        return Answer.of(200, "text/javascript; charset=utf-8", TEXT.getBytes(StandardCharsets.UTF_8))
                .with("Cache-Control", "public, max-age=31536000, immutable");
    }

    private static String text() {
        try (InputStream file = Script.class.getResourceAsStream("passkeys.js")) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks passkeys.js");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

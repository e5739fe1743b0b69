package io.vestibule.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a page may load, run and send (Content Security Policy Level 3). Immutable. */
public final class ContentSecurityPolicy {
    /** Nothing is loaded but the page's own inline style, forms go to this server alone, and nobody frames it. */
    public static final ContentSecurityPolicy STRICT = new ContentSecurityPolicy(Map.of())
            .with("default-src", "'none'")
            .with("style-src", "'unsafe-inline'")
            .with("form-action", "'self'")
            .with("base-uri", "'none'")
            .with("frame-ancestors", "'none'");

    private final Map<String, String> directives;
    private final String text;

    private ContentSecurityPolicy(Map<String, String> directives) {
        this.directives = directives;
        this.text = directives.entrySet().stream()
                .map(directive -> directive.getKey() + " " + directive.getValue())
                .collect(Collectors.joining("; "));
    }

    /** The same with a directive, in the place of the one of that name. */
    public ContentSecurityPolicy with(String directive, String sources) {
        if ((directive + sources).chars().anyMatch(c -> c == ';' || c == ',' || Character.isISOControl(c))) {
            throw new IllegalArgumentException("a source that would begin another directive: " + sources);
        }
        Map<String, String> more = new LinkedHashMap<>(directives);
        more.put(directive, sources);
        return new ContentSecurityPolicy(more);
    }

    /** The source that an inline script, or style, with exactly this text is. */
    public static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The header's value. */
    public String text() {
        return text;
    }
}

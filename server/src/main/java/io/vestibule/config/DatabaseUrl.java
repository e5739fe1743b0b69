package io.vestibule.config;

import io.vestibule.secret.Secret;
import java.net.URI;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A database URL taken apart: {@code jdbc} holds no password, so it may stand in a log. */
record DatabaseUrl(
        String jdbc, @Nullable String user, @Nullable Secret password) {
    private static final String JDBC = "jdbc:postgresql:";
    private static final Pattern CREDENTIAL_PARAMETER = Pattern.compile("[?&](user|[a-z]*password)=");
    /** libpq's, which may name several hosts ("Connection URIs" in PostgreSQL's manual). */
    private static final Pattern LIBPQ =
            Pattern.compile("(postgres(?:ql)?://)((?:[^/?#]*@)?)([^/?#@]+)([^?#]*)(?:\\?([^#]*))?");

    /** Reads pgjdbc's own form, or libpq's, which pgjdbc doesn't know. */
    static DatabaseUrl parse(String given) {
        String text = given.strip();
        Kind.require(!CREDENTIAL_PARAMETER.matcher(text).find());
        if (text.startsWith(JDBC)) {
            Kind.require(text.length() > JDBC.length() && text.indexOf('@') < 0);
            int query = text.indexOf('?');
            return new DatabaseUrl(
                    query < 0 ? text : text.substring(0, query) + UrlParameters.jdbc(text.substring(query + 1)),
                    null,
                    null);
        }
        Matcher libpq = LIBPQ.matcher(text);
        Kind.require(libpq.matches());
        MatchResult parts = libpq.toMatchResult();
        for (String host : parts.group(3).split(",", -1)) {
            Kind.require(URI.create(parts.group(1) + host + parts.group(4)).getHost() != null);
        }
        Credentials credentials = Credentials.of(URI.create(parts.group(1) + parts.group(2) + "host"));
        String query = parts.group(5) == null ? "" : UrlParameters.libpq(parts.group(5));
        return new DatabaseUrl(
                JDBC + "//" + parts.group(3) + parts.group(4) + query, credentials.user(), credentials.password());
    }
}

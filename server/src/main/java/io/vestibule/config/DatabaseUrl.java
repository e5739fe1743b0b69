package io.vestibule.config;

import io.vestibule.secret.Secret;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A database URL taken apart: {@code jdbc} holds no password, so it may stand in a log. */
record DatabaseUrl(
        String jdbc, @Nullable String user, @Nullable Secret password) {
    private static final String JDBC = "jdbc:postgresql:";
    private static final Pattern CREDENTIAL_PARAMETER = Pattern.compile("[?&](user|[a-z]*password)=");

    /** Reads pgjdbc's own form, or libpq's, which pgjdbc doesn't know. */
    static DatabaseUrl parse(String given) {
        String text = given.strip();
        Kind.require(!CREDENTIAL_PARAMETER.matcher(text).find());
        if (text.startsWith(JDBC)) {
            Kind.require(text.length() > JDBC.length() && text.indexOf('@') < 0);
            return new DatabaseUrl(text, null, null);
        }
        URI uri = URI.create(text);
        Kind.require("postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme()));
        Kind.require(uri.getHost() != null && uri.getRawFragment() == null);
        Credentials credentials = Credentials.of(uri);
        return new DatabaseUrl(jdbc(uri), credentials.user(), credentials.password());
    }

    private static String jdbc(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return JDBC + "//" + uri.getHost() + port + uri.getRawPath() + query;
    }
}

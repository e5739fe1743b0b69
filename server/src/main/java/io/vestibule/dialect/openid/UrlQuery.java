package io.vestibule.dialect.openid;

import io.vestibule.http.Parameters;
import io.vestibule.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parameters as a URL's query (WHATWG URL, application/x-www-form-urlencoded). */
final class UrlQuery {
    private UrlQuery() {}

    /** The parameters of a request, in their order. */
    static String of(Parameters parameters) {
        return without(Set.of(), parameters);
    }

    /** The same but those of these names. */
    static String without(Set<String> names, Parameters parameters) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        parameters.all().forEach((key, value) -> {
            if (!names.contains(key) && value instanceof Json.Text(String text)) {
                texts.put(key, text);
            }
        });
        return encode(texts);
    }

    /** Those that have a value, encoded. */
    static String encode(Map<String, @Nullable String> parameters) {
        return parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue() != null)
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(String.valueOf(parameter.getValue())))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A URL with further parameters, which may have some already (RFC 6749 section 3.1.2). */
    static String append(String url, String query) {
        return query.isEmpty() ? url : url + (url.contains("?") ? "&" : "?") + query;
    }
}

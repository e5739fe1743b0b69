package io.vestibule.sql;

import io.vestibule.cache.BoundedCache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement whose parameters have names, as the driver reads it: {@code ?} in the place of each {@code :name}. Made for the
 * statements of our stores, which have no dollar quotes, no backslashes in strings and no {@code ?}.
 *
 * @param sql    what the driver prepares
 * @param places where each name stands, counted from 1
 */
record NamedParameters(String sql, Map<String, List<Integer>> places) {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<verbatim>'[^']*'|\"[^\"]*\"|--[^\n]*|/\\*.*?\\*/|::)|:(?<name>[A-Za-z_][\\w.]*)", Pattern.DOTALL);

    /** A search has as many statements as there are ways to ask. */
    private static final BoundedCache<String, NamedParameters> READ = new BoundedCache<>(1000);

    /** Reads a statement, each once. */
    static NamedParameters of(String statement) {
        return READ.get(statement, NamedParameters::read);
    }

    private static NamedParameters read(String statement) {
        StringBuilder sql = new StringBuilder();
        Map<String, List<Integer>> places = new HashMap<>();
        Matcher token = TOKEN.matcher(statement);
        int number = 0;
        while (token.find()) {
            String name = token.group("name");
            if (name != null) {
                number++;
                places.computeIfAbsent(name, n -> new ArrayList<>()).add(number);
            }
            token.appendReplacement(sql, name == null ? Matcher.quoteReplacement(token.group()) : "?");
        }
        return new NamedParameters(token.appendTail(sql).toString(), Map.copyOf(places));
    }
}

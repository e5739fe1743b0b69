package io.vestibule.docs;

import io.vestibule.support.Client;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A curl command of the README or docs/try.md, as far as these use the shell and curl's options; anything else is refused.
 *
 * @param keptIn the file that {@code | tee} writes the answer to; null for none
 */
record Curl(
        String method,
        String path,
        Map<String, String> headers,
        @Nullable String body,
        @Nullable String keptIn) {
    private static final String SERVER = "http://127.0.0.1:8080";
    private static final Pattern EXTRACT = Pattern.compile("\\$\\(sed -nE 's#(.*?)#\\\\1#p' ([^)]+)\\)");
    private static final Pattern TEE = Pattern.compile(" \\| tee (\\S+)$");

    /** @param files what earlier commands wrote */
    static Curl parse(String command, Map<String, String> files) {
        String line = command.strip().replaceAll("\\\\\n\\s*", "");
        line = EXTRACT.matcher(line)
                .replaceAll(sed -> Matcher.quoteReplacement(extract(sed.group(1), files.get(sed.group(2)))));
        Matcher tee = TEE.matcher(line);
        String keptIn = tee.find() ? tee.group(1) : null;
        return of(words(tee.replaceAll("")), keptIn);
    }

    private static Curl of(List<String> words, @Nullable String keptIn) {
        String method = null;
        String path = null;
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> data = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-sw", "-o" -> i++;
                case "-I" -> method = "HEAD";
                case "-X" -> method = words.get(++i);
                case "-d" -> data.add(words.get(++i));
                case "-u" -> {
                    String[] pair = words.get(++i).split(":", 2);
                    headers.putAll(Client.basic(pair[0], pair[1]));
                }
                case "-H" -> {
                    String[] header = words.get(++i).split(": ", 2);
                    headers.put(header[0], header[1]);
                }
                default -> {
                    if (!words.get(i).startsWith(SERVER)) {
                        throw new IllegalArgumentException("not known here: " + words.get(i));
                    }
                    path = words.get(i).substring(SERVER.length());
                }
            }
        }
        if (!data.isEmpty()) {
            headers.putIfAbsent("Content-Type", "application/x-www-form-urlencoded");
        }
        if (path == null) {
            throw new IllegalArgumentException("no URL in " + words);
        }
        String verb = method != null ? method : data.isEmpty() ? "GET" : "POST";
        return new Curl(verb, path, headers, data.isEmpty() ? null : String.join("&", data), keptIn);
    }

    private static String extract(String pattern, @Nullable String file) {
        Matcher found = Pattern.compile(pattern).matcher(file == null ? "" : file);
        if (!found.find()) {
            throw new IllegalArgumentException("no earlier answer has " + pattern);
        }
        return found.group(1);
    }

    /** The words of a command line; quotes of either kind hold them together. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (char c : (line + " ").toCharArray()) {
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c != ' ') {
                word.append(c);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        return words;
    }
}

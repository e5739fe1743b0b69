package io.vestibule.console;

import io.vestibule.customer.ProfileSchema;
import io.vestibule.http.Parameters;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where whoever has to sign in goes on afterwards.
 *
 * @param next   a path of the console, with its query
 * @param fields what they had filled in there, by name; empty for nothing
 */
public record Continuation(String next, Map<String, String> fields) {
    private static final Pattern OURS = Pattern.compile("/console(?:[/?][A-Za-z0-9/_.~%?&=+:@!$'()*,;-]*)?");
    private static final int LONGEST = 2000;

    /** What was filled in may be long, such as a schema; in bytes. */
    static final int LARGEST = ProfileSchema.LARGEST;

    /** The field that may hold a secret of a customer's: it isn't sent back to be kept. */
    static final String SECRET = "sought";

    /** Fields that may hold a secret beside others which can be kept. */
    private static final Set<String> SECRETS = Set.of("credentials", "pepper", "prehash", "firebase");

    /** The console's first page. */
    static final Continuation HOME = new Continuation("/console", Map.of());

    public Continuation {
        fields = new LinkedHashMap<>(fields);
    }

    /**
     * Where a request goes that nobody is signed in for.
     *
     * @param path that it is for
     */
    static Continuation of(Request request, String path) {
        if (request.method().equals("POST")) {
            Map<String, String> fields = texts(request.formParameters().all());
            fields.keySet().removeAll(SECRETS);
            return new Continuation(ours(path), fields.containsKey(SECRET) ? Map.of() : fields);
        }
        return new Continuation(ours(request.rawQuery().isEmpty() ? path : path + "?" + request.rawQuery()), Map.of());
    }

    /** What a form of the sign-in carries on. */
    static Continuation carried(Request request) {
        Parameters fields = request.formParameters();
        return new Continuation(
                ours(fields.text("next").orElse("")), kept(fields.text("kept").orElse("{}")));
    }

    /** Only a path of the console: nobody is led elsewhere (CWE-601). */
    private static String ours(String path) {
        return path.length() <= LONGEST && OURS.matcher(path).matches() ? path : HOME.next;
    }

    private static Map<String, String> kept(String json) {
        try {
            return Json.parse(json.getBytes(StandardCharsets.UTF_8), 1000) instanceof Json.Object object
                    ? texts(object.fields())
                    : Map.of();
        } catch (MalformedJsonException e) {
            return Map.of(); // no form of ours wrote it
        }
    }

    private static Map<String, String> texts(Map<String, Json> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value instanceof Json.Text(String text)) {
                texts.put(name, text);
            }
        });
        return texts;
    }

    /** The fields as a form carries them. */
    public String kept() {
        Json.Builder object = Json.object();
        fields.forEach(object::put);
        return object.build().toString();
    }

    /** Whether they were in the middle of a form. */
    public boolean ofForm() {
        return !fields.isEmpty();
    }
}

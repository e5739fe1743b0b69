package io.vestibule.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A customer's browser without a script: it keeps cookies, sends forms as they are shown, and follows redirects when it is told to. */
public final class Browser {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-zA-Z-]+)(?:=\"([^\"]*)\")?");
    private static final Pattern TEXTAREA =
            Pattern.compile("<textarea\\b((?:[^>\"]|\"[^\"]*\")*)>(.*?)</textarea>", Pattern.DOTALL);
    private static final Pattern SELECT =
            Pattern.compile("<select\\b((?:[^>\"]|\"[^\"]*\")*)>(.*?)</select>", Pattern.DOTALL);
    private static final Pattern OPTION = Pattern.compile("<option\\b((?:[^>\"]|\"[^\"]*\")*)>");
    private static final Pattern CONTROL = Pattern.compile("<(input|button)\\b((?:[^>\"]|\"[^\"]*\")*)>");
    private static final String BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW";

    private final Client server;
    private final String origin;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String language = "en";

    /** A browser that reaches the server by its usual public URL. */
    public Browser(Client server) {
        this(server, "http://localhost:8080");
    }

    /** @param origin of the public URL, which the browser says where it posts a form */
    public Browser(Client server, String origin) {
        this.server = server;
        this.origin = origin;
    }

    /** The language that it asks for. */
    public Browser speaking(String wanted) {
        language = wanted;
        return this;
    }

    /** A cookie's value; null where it has none of the name. */
    public @Nullable String cookie(String name) {
        return cookies.get(name);
    }

    /** Puts a cookie there, as nobody but an attacker does. */
    public void cookie(String name, String value) {
        cookies.put(name, value);
    }

    /** Forgets a cookie. */
    public void forget(String name) {
        cookies.remove(name);
    }

    public Page get(String path) {
        return send("GET", path, Map.of(), null);
    }

    /** The same with headers of the caller's choice. */
    public Page get(String path, Map<String, String> headers) {
        return send("GET", path, headers, null);
    }

    public Page head(String path) {
        return send("HEAD", path, Map.of(), null);
    }

    /** Sends the form that leads to an address, with what was typed in the place of what it has. */
    public Page submit(Page page, String action, Map<String, String> typed) {
        Form form = page.form(action);
        Map<String, String> fields = new LinkedHashMap<>(form.fields());
        fields.putAll(typed);
        return post(form.action(), fields);
    }

    /** The same with a file that was chosen, as browsers send it. */
    public Page upload(Page page, String action, Map<String, String> typed, String name, byte[] file) {
        Form form = page.form(action);
        Map<String, String> fields = new LinkedHashMap<>(form.fields());
        fields.putAll(typed);
        fields.remove(name);
        var body = new ByteArrayOutputStream();
        fields.forEach((field, value) -> body.writeBytes(("--" + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\n" + value + "\r\n")
                .getBytes(StandardCharsets.UTF_8)));
        body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name
                        + "\"; filename=\"logo.png\"\r\nContent-Type: image/png\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(file);
        body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(
                "POST",
                form.action(),
                Map.of("Origin", origin, "Content-Type", "multipart/form-data; boundary=" + BOUNDARY),
                HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
    }

    /** Posts fields from one of our pages. */
    public Page post(String path, Map<String, String> fields) {
        return post(path, Map.of("Origin", origin), fields);
    }

    /** Posts fields with headers of the caller's choice. */
    public Page post(String path, Map<String, String> headers, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(Map.of("Content-Type", "application/x-www-form-urlencoded"));
        all.putAll(headers);
        String body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return send("POST", path, all, HttpRequest.BodyPublishers.ofString(body));
    }

    /** Sends a form with a file, as a browser does. */
    public Page upload(Page page, String action, String filename, String content) {
        String body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                + "\"\r\nContent-Type: text/csv\r\n\r\n" + content + "\r\n--x--\r\n";
        Map<String, String> headers = Map.of("Origin", origin, "Content-Type", "multipart/form-data; boundary=x");
        return send("POST", page.form(action).action(), headers, HttpRequest.BodyPublishers.ofString(body));
    }

    /** Follows a redirect. */
    public Page follow(Page page) {
        assertThat(page.status()).as(page.body()).isEqualTo(303);
        return get(page.location());
    }

    /** Signs in at a portal by login and password, up to where the second step leads. */
    public Page signIn(String path, String login, String password) {
        Page second = submit(get(path), "/sign-in/", Map.of("login", login));
        return submit(second, "/sign-in/", Map.of("password", password));
    }

    /** The link in the latest mail with these words (an address, say), once the dev inbox has one, as a path of this server. */
    public String mailedLink(String words) {
        long end = System.nanoTime() + 20_000_000_000L;
        long after = 0;
        while (System.nanoTime() < end) {
            Reply inbox = server.get("/dev/inbox.json?wait=5&after=" + after + "&q=" + encoded(words), Map.of());
            List<Json.Object> mails = ((Json.Array) inbox.json().get("mails"))
                    .items().stream().map(mail -> (Json.Object) mail).toList();
            List<String> links = mails.stream()
                    .flatMap(mail -> ((Json.Array) mail.get("links")).items().stream())
                    .map(link -> ((Json.Text) link).value())
                    .toList();
            if (!links.isEmpty()) {
                assertThat(links.getFirst()).startsWith(origin + "/");
                return links.getFirst().substring(origin.length());
            }
            for (Json.Object mail : mails) {
                after = Math.max(after, Long.parseLong(((Json.Number) mail.get("id")).literal()));
            }
        }
        throw new AssertionError("no mail with a link and " + words);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Page send(
            String method, String path, Map<String, String> headers, HttpRequest.@Nullable BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Accept-Language", language)
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : body);
        headers.forEach(request::header);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return new Page(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String setCookie) {
        String pair = setCookie.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        if (setCookie.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, pair.substring(name.length() + 1));
        }
    }

    /**
     * A form of a page.
     *
     * @param fields what it sends beside its buttons, as it was shown
     */
    public record Form(String action, Map<String, String> fields) {}

    /** What was shown. */
    public record Page(int status, Map<String, List<String>> headers, String body) {

        /** The first value of a header; null where it has none. */
        public @Nullable String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse(null);
        }

        /** Where a redirect leads. */
        public String location() {
            return Optional.ofNullable(header("Location"))
                    .orElseThrow(() -> new AssertionError("no redirect: " + body));
        }

        /** The page's heading. */
        public String heading() {
            return found("<h1>(.*?)</h1>");
        }

        /** What is said to be wrong. */
        public String alert() {
            return found("role=\"alert\">(.*?)</p>");
        }

        private String found(String pattern) {
            Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(body);
            assertThat(matcher.find())
                    .as(pattern + " in " + status + " " + body)
                    .isTrue();
            return unescaped(matcher.group(1));
        }

        /** Where the links lead. */
        public List<String> links() {
            return Pattern.compile("<a href=\"([^\"]*)\"")
                    .matcher(body)
                    .results()
                    .map(link -> unescaped(link.group(1)))
                    .toList();
        }

        /** The first form whose address begins so. */
        public Form form(String action) {
            return forms().stream()
                    .filter(form -> form.action().startsWith(action))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no form for " + action + " in " + status + " " + body));
        }

        /** Every form. */
        public List<Form> forms() {
            return Pattern.compile("<form\\b((?:[^>\"]|\"[^\"]*\")*)>(.*?)</form>", Pattern.DOTALL)
                    .matcher(body)
                    .results()
                    .map(form -> new Form(attributes(form.group(1)).getOrDefault("action", ""), fields(form.group(2))))
                    .toList();
        }

        private static Map<String, String> fields(String html) {
            Map<String, String> fields = new LinkedHashMap<>();
            Matcher control = CONTROL.matcher(html);
            while (control.find()) {
                Map<String, String> attributes = attributes(control.group(2));
                if (control.group(1).equals("input") && attributes.containsKey("name") && isSent(attributes)) {
                    boolean tick = attributes.getOrDefault("type", "").equals("checkbox");
                    fields.put(attributes.get("name"), attributes.getOrDefault("value", tick ? "on" : ""));
                }
            }
            Matcher area = TEXTAREA.matcher(html);
            while (area.find()) {
                fields.put(attributes(area.group(1)).get("name"), unescaped(area.group(2)));
            }
            Matcher select = SELECT.matcher(html);
            while (select.find()) {
                fields.put(attributes(select.group(1)).get("name"), chosen(select.group(2)));
            }
            return fields;
        }

        /** A box that isn't ticked sends nothing. */
        private static boolean isSent(Map<String, String> attributes) {
            return !attributes.getOrDefault("type", "").matches("checkbox|radio") || attributes.containsKey("checked");
        }

        private static String chosen(String options) {
            List<Map<String, String>> all = OPTION.matcher(options)
                    .results()
                    .map(option -> attributes(option.group(1)))
                    .toList();
            return all.stream()
                    .filter(option -> option.containsKey("selected"))
                    .findFirst()
                    .orElse(all.getFirst())
                    .getOrDefault("value", "");
        }

        private static Map<String, String> attributes(String html) {
            Map<String, String> attributes = new HashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(html);
            while (attribute.find()) {
                attributes.put(
                        attribute.group(1),
                        unescaped(Optional.ofNullable(attribute.group(2)).orElse("")));
            }
            return attributes;
        }

        private static String unescaped(String html) {
            return html.replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&#34;", "\"")
                    .replace("&#39;", "'")
                    .replace("&amp;", "&");
        }
    }
}

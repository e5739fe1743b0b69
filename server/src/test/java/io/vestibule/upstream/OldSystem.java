package io.vestibule.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.vestibule.json.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A system that customers come from, and that keeps usernames and addresses apart, by Sonar's API and LogicBoxes'. */
final class OldSystem {
    private final List<Person> people = new CopyOnWriteArrayList<>();

    /** Who signs in there by the username. */
    record Person(
            long id, @Nullable String username, @Nullable String email, String password) {}

    OldSystem with(long id, @Nullable String username, @Nullable String email, String password) {
        people.add(new Person(id, username, email, password));
        return this;
    }

    private Optional<Person> person(Predicate<Person> which) {
        return people.stream().filter(which).findFirst();
    }

    /** Starts to answer at a place. */
    void serve(StubUpstream place) {
        place.handler = exchange -> answer(exchange, StubUpstream.current().body());
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/api/v1/customer_portal/auth" -> {
                Json.Object asked = (Json.Object) Json.parse(body.getBytes(UTF_8));
                String username = asked.text("username").orElse("");
                String password = asked.text("password").orElse("");
                sonar(
                        exchange,
                        person(one -> username.equals(one.username())
                                && one.password().equals(password)));
            }
            case "/api/v1/customer_portal/email_lookup" -> {
                Json.Object asked = (Json.Object) Json.parse(body.getBytes(UTF_8));
                String email = asked.text("email_address").orElse("");
                boolean available = asked.get("check_if_available").equals(Json.of(true));
                sonar(exchange, person(one -> email.equals(one.email()) && (one.username() == null) == available));
            }
            case "/api/customers/v2/authenticate.json" -> {
                Map<String, String> form = form(body);
                Optional<Person> found =
                        person(one -> form.getOrDefault("username", "").equals(one.username())
                                && one.password().equals(form.get("passwd")));
                logicBoxes(exchange, found, "{\"status\":\"ERROR\",\"remainingLoginAttempts\":4}");
            }
            case "/api/customers/details.json" -> {
                Map<String, String> form = form(exchange.getRequestURI().getRawQuery());
                logicBoxes(
                        exchange,
                        person(one -> form.getOrDefault("username", "").equals(one.username())),
                        "{\"status\":\"ERROR\",\"message\":\"No Entity found\"}");
            }
            default -> StubUpstream.send(exchange, 404, "application/json", "{}");
        }
    }

    private static void sonar(HttpExchange exchange, Optional<Person> found) throws IOException {
        if (found.isEmpty()) {
            StubUpstream.send(
                    exchange, 422, "application/json", "{\"error\":{\"message\":\"none\",\"status_code\":422}}");
            return;
        }
        Person person = found.get();
        Json.Object data = Json.object()
                .put("contact_name", "Contact " + person.id())
                .put("email_address", person.email())
                .put("account_id", person.id())
                .put("contact_id", person.id())
                .put("username", person.username())
                .build();
        StubUpstream.send(
                exchange,
                201,
                "application/json",
                Json.object().put("data", data).build().toString());
    }

    private static void logicBoxes(HttpExchange exchange, Optional<Person> found, String nobody) throws IOException {
        if (found.isEmpty()) {
            StubUpstream.send(exchange, 500, "application/json", nobody);
            return;
        }
        Person person = found.get();
        Json.Object details = Json.object()
                .put("customerid", Long.toString(person.id()))
                .put("username", person.username())
                .put("useremail", person.email())
                .put("name", "Customer " + person.id())
                .put("customerstatus", "Active")
                .build();
        StubUpstream.send(exchange, 200, "application/json", details.toString());
    }

    private static Map<String, String> form(String text) {
        return Pattern.compile("&")
                .splitAsStream(text)
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
    }
}

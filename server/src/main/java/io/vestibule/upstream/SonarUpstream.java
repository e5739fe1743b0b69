package io.vestibule.upstream;

import io.vestibule.json.Json;
import io.vestibule.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Sonar's customer portal API, asked as its clients ask. */
final class SonarUpstream implements Upstream {
    private static final Map<String, String> PHONES =
            Map.of("work", "workPhone", "home", "phone", "mobile", "mobile", "fax", "fax");

    private final UpstreamCalls calls;
    private final URI url;
    private final String authorization;

    SonarUpstream(UpstreamCalls calls, URI url, UpstreamCredentials credentials) {
        this.calls = calls;
        this.url = url;
        String pair = credentials.get("username") + ":" + credentials.get("password");
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** "Validate credentials (POST)": 201, or the 422 of a wrong one, which has a sentence. */
    @Override
    public Optional<UpstreamCustomer> verify(String login, Secret password) {
        UpstreamCalls.Talk talk = calls.talk(url);
        Json.Object body = Json.object()
                .put("username", login)
                .put("password", password.reveal())
                .build();
        return data(talk, "/api/v1/customer_portal/auth", body).map(data -> customer(talk, data));
    }

    /** "Look up an email address (POST)", among those who have a username and those who have none. */
    @Override
    public LookUpResult lookUp(String login) {
        UpstreamCalls.Talk talk = calls.talk(url);
        if (login.indexOf('@') < 0) {
            return new LookUpResult.Unknown();
        }
        return lookUp(talk, login, false)
                .or(() -> lookUp(talk, login, true))
                .<LookUpResult>map(data -> new LookUpResult.Known(customer(talk, data)))
                .orElseGet(LookUpResult.Unknown::new);
    }

    private Optional<Json.Object> lookUp(UpstreamCalls.Talk talk, String address, boolean available) {
        Json.Object body = Json.object()
                .put("email_address", address)
                .put("check_if_available", available)
                .build();
        return data(talk, "/api/v1/customer_portal/email_lookup", body);
    }

    private Optional<Json.Object> data(UpstreamCalls.Talk talk, String path, Json.Object body) {
        UpstreamCalls.Reply reply = talk.send(talk.post(path, body).header("Authorization", authorization));
        return switch (reply.status()) {
            case 201 -> {
                if (reply.object().get("data") instanceof Json.Object data) {
                    yield Optional.of(data);
                }
                throw UpstreamFaultException.of("it answered 201 without data");
            }
            case 422 -> {
                // A message of fields is about the request; nobody signs in with what it refuses either
                if (reply.object().get("error") instanceof Json.Object error && error.get("message") != null) {
                    yield Optional.empty();
                }
                throw UpstreamFaultException.of("it answered 422 without its error");
            }
            default -> throw reply.unexpected();
        };
    }

    private UpstreamCustomer customer(UpstreamCalls.Talk talk, Json.Object data) {
        CustomerReader told = new CustomerReader(data);
        long account = told.id("account_id");
        long contact = told.id("contact_id");
        told.name(told.text("contact_name"));
        contact(talk, account, contact).ifPresent(whole -> {
            CustomerReader more = new CustomerReader(whole);
            told.name(more.text("name"))
                    .put("role", Json.of(more.text("role")))
                    .put("emailMessageCategories", whole.get("email_message_categories"));
            phones(told, whole);
        });
        return new UpstreamCustomer(
                contact, account, told.email("email_address"), told.username("username"), told.profile(), null, null);
    }

    /** "Get individual account contact". An API user who may not read it still lets people sign in. */
    private Optional<Json.Object> contact(UpstreamCalls.Talk talk, long account, long contact) {
        UpstreamCalls.Reply reply = talk.send(talk.request("/api/v1/accounts/" + account + "/contacts/" + contact)
                .header("Authorization", authorization)
                .GET());
        return reply.status() == 200 && reply.object().get("data") instanceof Json.Object data
                ? Optional.of(data)
                : Optional.empty();
    }

    private static void phones(CustomerReader told, Json.Object contact) {
        if (contact.get("phone_numbers") instanceof Json.Object numbers) {
            PHONES.forEach((theirs, ours) -> {
                if (numbers.get(theirs) instanceof Json.Object phone) {
                    told.put(ours, Json.of(CustomerReader.text(phone.get("number"))))
                            .put(ours + "Extension", Json.of(CustomerReader.text(phone.get("extension"))));
                }
            });
        }
    }
}

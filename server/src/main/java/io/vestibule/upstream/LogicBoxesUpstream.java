package io.vestibule.upstream;

import io.vestibule.customer.PhoneNumber;
import io.vestibule.customer.Username;
import io.vestibule.json.Json;
import io.vestibule.secret.Secret;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** LogicBoxes' customer API, asked as a reseller asks. An error is any status but 200, with a map that says so. */
final class LogicBoxesUpstream implements Upstream {
    /** What their forms write where a country has no states. */
    private static final String NONE = "Not Applicable";

    private static final Map<String, String> SAME = Map.of(
            "company", "company",
            "homeAddress", "address1",
            "addressLine2", "address2",
            "addressLine3", "address3",
            "city", "city",
            "country", "country",
            "homePostcode", "zip",
            "pin", "pin",
            "salesRepresentative", "salesrepresentative");

    private final UpstreamCalls calls;
    private final URI url;
    private final UpstreamCredentials credentials;

    LogicBoxesUpstream(UpstreamCalls calls, URI url, UpstreamCredentials credentials) {
        this.calls = calls;
        this.url = url;
        this.credentials = credentials;
    }

    private String parameters(Map<String, String> own) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("auth-userid", credentials.get("auth-userid"));
        all.put("api-key", credentials.get("api-key"));
        all.putAll(own);
        return UpstreamCalls.form(all);
    }

    /** "In case of a failed login attempt, … Remaining number of login attempts": that tells it from another error. */
    @Override
    public Optional<UpstreamCustomer> verify(String login, Secret password) {
        UpstreamCalls.Talk talk = calls.talk(url);
        String form = parameters(Map.of("username", login, "passwd", password.reveal()));
        UpstreamCalls.Reply reply = talk.send(talk.request("/api/customers/v2/authenticate.json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
        if (reply.status() != 200) {
            if (isError(reply) && reply.object().get("remainingLoginAttempts") != null) {
                return Optional.empty();
            }
            throw reply.unexpected();
        }
        Json.Object details = details(reply);
        return isActive(details) ? Optional.of(customer(details)) : Optional.empty();
    }

    /** "details": by GET alone. Of an unknown login the message says that there is nobody. */
    @Override
    public LookUpResult lookUp(String login) {
        UpstreamCalls.Talk talk = calls.talk(url);
        UpstreamCalls.Reply reply =
                talk.send(talk.request("/api/customers/details.json?" + parameters(Map.of("username", login)))
                        .GET());
        if (reply.status() != 200) {
            if (isError(reply)
                    && new CustomerReader(reply.object())
                            .text("message")
                            .matches("(?is).*(not found|no entity found).*")) {
                return new LookUpResult.Unknown();
            }
            throw reply.unexpected();
        }
        Json.Object details = details(reply);
        return isActive(details) ? new LookUpResult.Known(customer(details)) : new LookUpResult.Disabled();
    }

    private static boolean isError(UpstreamCalls.Reply reply) {
        return reply.response().body().length > 0
                && reply.object().text("status").equals(Optional.of("ERROR"));
    }

    private static Json.Object details(UpstreamCalls.Reply reply) {
        Json.Object details = reply.object();
        if (details.get("customerid") == null) {
            throw UpstreamFaultException.of("it answered 200 without a customerid");
        }
        return details;
    }

    private static boolean isActive(Json.Object details) {
        return details.text("customerstatus").equals(Optional.of("Active"));
    }

    /** The username is an address there, and need not be the one that mail goes to. */
    private static UpstreamCustomer customer(Json.Object details) {
        CustomerReader told = new CustomerReader(details);
        told.name(told.text("name"));
        SAME.forEach(told::put);
        if (!told.text("state").equals(NONE)) {
            told.put("state", "state");
        }
        if (told.text("totalreceipts").matches("[0-9.]*[1-9][0-9.]*")) {
            told.put("totalReceipts", "totalreceipts");
        }
        told.put("phone", phone(told, "telno"))
                .put("mobile", phone(told, "mobileno"))
                .put("alternativePhone", phone(told, "alttelno"))
                .put("fax", phone(told, "faxno"));
        Username username = told.username("username");
        boolean same = username != null
                && told.email("useremail") != null
                && username.login().equals(told.email("useremail").login());
        return new UpstreamCustomer(
                told.id("customerid"),
                null,
                told.email("useremail"),
                same ? null : username,
                told.profile(),
                told.language("langpref"),
                told.moment("creationdt"));
    }

    /** As E.164 where the country has such numbers; what it hasn't stays as it was given. */
    private static @Nullable Json phone(CustomerReader told, String field) {
        String number = told.text(field).replaceAll("[^0-9]", "");
        String code = told.text(field + "cc").replaceAll("[^0-9]", "");
        if (number.isEmpty()) {
            return null;
        }
        return Json.of(
                PhoneNumber.ofParts(code, number) instanceof PhoneNumber.Reading.Good(PhoneNumber good)
                        ? good.text()
                        : code.isEmpty() ? number : "+" + code + number);
    }
}

package io.vestibule.upstream;

import io.vestibule.json.Json;
import io.vestibule.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Anything else, by the request and answer of {@code openapi/upstream-hook.yaml}, signed as Standard Webhooks has it. */
final class HookUpstream implements Upstream {
    private static final Map<String, Boolean> OF_NO_PROFILE = Map.of(
            "id",
            true,
            "accountId",
            true,
            "email",
            true,
            "username",
            true,
            "name",
            true,
            "language",
            true,
            "createdAt",
            true);

    private final UpstreamCalls calls;
    private final URI url;
    private final SecretKeySpec key;
    private final Clock clock;

    HookUpstream(UpstreamCalls calls, URI url, UpstreamCredentials credentials, Clock clock) {
        this.calls = calls;
        this.url = url;
        this.key = new SecretKeySpec(credentials.hookKey(), "HmacSHA256");
        this.clock = clock;
    }

    @Override
    public Optional<UpstreamCustomer> verify(String login, Secret password) {
        Json.Object answer = ask(Json.object()
                .put("type", "verify")
                .put("login", login)
                .put("password", password.reveal())
                .build());
        return switch (answer.text("outcome").orElse("")) {
            case "right" -> Optional.of(customer(answer));
            case "wrong" -> Optional.empty();
            default -> throw UpstreamFaultException.of("its answer has no outcome of a password");
        };
    }

    @Override
    public LookUpResult lookUp(String login) {
        Json.Object answer =
                ask(Json.object().put("type", "look-up").put("login", login).build());
        return switch (answer.text("outcome").orElse("")) {
            case "known" -> new LookUpResult.Known(customer(answer));
            case "disabled" -> new LookUpResult.Disabled();
            case "unknown" -> new LookUpResult.Unknown();
            default -> throw UpstreamFaultException.of("its answer has no outcome of a look-up");
        };
    }

    private Json.Object ask(Json.Object body) {
        UpstreamCalls.Talk talk = calls.talk(url);
        String id = "msg_" + UUID.randomUUID();
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        UpstreamCalls.Reply reply = talk.send(talk.post("", body)
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", "v1," + signature(id + "." + timestamp + ".", body.utf8())));
        if (reply.status() != 200) {
            throw reply.unexpected();
        }
        return reply.object();
    }

    private String signature(String before, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(before.getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    private static UpstreamCustomer customer(Json.Object answer) {
        if (!(answer.get("customer") instanceof Json.Object customer)) {
            throw UpstreamFaultException.of("its answer has no customer");
        }
        CustomerReader told = new CustomerReader(customer);
        told.name(told.text("name")).allBut(OF_NO_PROFILE);
        return new UpstreamCustomer(
                customer.get("id") == null ? null : told.id("id"),
                customer.get("accountId") == null ? null : told.id("accountId"),
                told.email("email"),
                told.username("username"),
                told.profile(),
                told.language("language"),
                told.moment("createdAt"));
    }
}

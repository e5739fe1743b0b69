package io.vestibule.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What an upstream knows its clients by: names and texts, other ones for each kind. */
public final class UpstreamCredentials {
    private static final int LEAST_KEY = 24;
    private static final int MOST_KEY = 64;

    private final Json.Object values;

    private UpstreamCredentials(Json.Object values) {
        this.values = values;
    }

    /** How reading ended. */
    public sealed interface Reading {
        /** They are as the kind has them. */
        record Good(UpstreamCredentials credentials) implements Reading {}

        /** Why they aren't, to follow on "the credentials can't be used: ". */
        record Bad(String why) implements Reading {}
    }

    /** Reads a JSON object of texts. */
    public static Reading read(Kind kind, byte[] json) {
        try {
            if (!(Json.parse(json) instanceof Json.Object object)) {
                return new Reading.Bad("they are no JSON object");
            }
            UpstreamCredentials read = new UpstreamCredentials(object);
            return read.objection(kind).<Reading>map(Reading.Bad::new).orElseGet(() -> new Reading.Good(read));
        } catch (MalformedJsonException e) {
            return new Reading.Bad("they are no JSON object");
        }
    }

    /** The names that a kind has; those of Keaze may be left out. */
    public static List<String> names(Kind kind) {
        return switch (kind) {
            case SONAR -> List.of("username", "password");
            case LOGICBOXES -> List.of("auth-userid", "api-key");
            case KEAZE -> List.of("portal-id");
            case HOOK -> List.of("secret");
        };
    }

    /** Why they aren't those of the kind; empty if they are. */
    public Optional<String> objection(Kind kind) {
        List<String> names = names(kind);
        for (String name : values.fields().keySet()) {
            if (!names.contains(name)) {
                return Optional.of("a name isn't " + String.join(" or ", names));
            }
        }
        for (String name : names) {
            boolean missing = values.get(name) == null && kind != Kind.KEAZE;
            if (missing
                    || (values.get(name) != null && !ifGiven(name).orElse("").matches("[ -~]{1,1000}"))) {
                return Optional.of("\"" + name + "\" is missing, or no text of printable ASCII characters");
            }
        }
        if (kind == Kind.SONAR && get("username").contains(":")) {
            return Optional.of("a user name of HTTP Basic has no colon (RFC 7617)");
        }
        return kind == Kind.HOOK && hookKey().length == 0
                ? Optional.of(
                        "the secret is to be \"whsec_\" and base64 of " + LEAST_KEY + " to " + MOST_KEY + " bytes")
                : Optional.empty();
    }

    Optional<String> ifGiven(String name) {
        return values.text(name);
    }

    String get(String name) {
        return Objects.requireNonNull(ifGiven(name).orElse(null));
    }

    /** The bytes of a hook's secret, as Standard Webhooks writes it; none if it isn't. */
    byte[] hookKey() {
        String text = ifGiven("secret").orElse("");
        try {
            byte[] key = text.startsWith("whsec_")
                    ? Base64.getDecoder().decode(text.substring("whsec_".length()))
                    : new byte[0];
            return key.length < LEAST_KEY || key.length > MOST_KEY ? new byte[0] : key;
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    byte[] seal(MasterKey keys, UUID revision) {
        return keys.seal(KeyPurpose.UPSTREAM_CREDENTIALS, values.utf8(), row(revision));
    }

    static UpstreamCredentials open(MasterKey keys, byte[] sealed, UUID revision) {
        byte[] plain = keys.open(KeyPurpose.UPSTREAM_CREDENTIALS, sealed, row(revision));
        return new UpstreamCredentials((Json.Object) Json.parse(plain));
    }

    private static byte[] row(UUID revision) {
        return revision.toString().getBytes(UTF_8);
    }

    /** Redacted. */
    @Override
    public String toString() {
        return "UpstreamCredentials[redacted]";
    }
}

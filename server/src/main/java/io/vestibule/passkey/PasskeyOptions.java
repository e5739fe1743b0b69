package io.vestibule.passkey;

import io.vestibule.customer.Customer;
import io.vestibule.json.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a browser is asked, as its {@code parseCreationOptionsFromJSON} and {@code parseRequestOptionsFromJSON} take it (WebAuthn Level 3
 * sections 5.1.8 and 5.1.9). No member is null: browsers take some for a word. User verification is asked for at both, so that whoever
 * makes a passkey can sign in with it.
 */
public final class PasskeyOptions {
    private PasskeyOptions() {}

    /**
     * For a new passkey of a customer.
     *
     * @param kind    how it is asked for
     * @param handle  by whom authenticators know the customer
     * @param exclude the customer's passkeys: an authenticator that has one would drop it for another
     */
    public static Json.Object creation(
            RelyingParty party,
            Registration kind,
            Customer customer,
            byte[] handle,
            PasskeyChallenge challenge,
            List<PasskeyDescriptor> exclude) {
        var user = new PasskeyUser(handle, name(customer), customer.profile().fullName());
        return creation(party, party.portal().name(), user, challenge, exclude, kind.verifies());
    }

    /**
     * For a new passkey.
     *
     * @param name     of the party, as authenticators show it
     * @param exclude  the user's passkeys: an authenticator that has one would drop it for another
     * @param verifies whether the authenticator has to verify its user
     */
    public static Json.Object creation(
            CeremonyParty party,
            String name,
            PasskeyUser user,
            PasskeyChallenge challenge,
            List<PasskeyDescriptor> exclude,
            boolean verifies) {
        return Json.object()
                .put(
                        "rp",
                        Json.object()
                                .put("id", party.id().value())
                                .put("name", name)
                                .build())
                .put("user", user.json())
                .put("challenge", challenge.text())
                .put(
                        "pubKeyCredParams",
                        new Json.Array(WebAuthn.ALGORITHMS.stream()
                                .map(algorithm -> (Json) Json.object()
                                        .put("type", "public-key")
                                        .put("alg", algorithm)
                                        .build())
                                .toList()))
                .put("timeout", PasskeyChallenge.LIFE.toMillis())
                .put("excludeCredentials", list(exclude))
                .put(
                        "authenticatorSelection",
                        Json.object()
                                .put("residentKey", "required")
                                .put("requireResidentKey", true)
                                .put("userVerification", verifies ? "required" : "preferred")
                                .build())
                .put("attestation", "none")
                .put("extensions", Json.object().put("credProps", true).build())
                .build();
    }

    /**
     * For a sign-in.
     *
     * @param allow the passkeys that will do; null for any, which the browser then finds
     */
    public static Json.Object request(
            CeremonyParty party, PasskeyChallenge challenge, @Nullable List<PasskeyDescriptor> allow) {
        Json.Builder options = Json.object()
                .put("challenge", challenge.text())
                .put("timeout", PasskeyChallenge.LIFE.toMillis())
                .put("rpId", party.id().value());
        if (allow != null) {
            options.put("allowCredentials", list(allow));
        }
        return options.put("userVerification", "required").build();
    }

    /** As whom a browser shows the customer. */
    public static String name(Customer customer) {
        String login = customer.email() == null ? customer.username() : customer.email();
        return Objects.requireNonNullElseGet(login, () -> Long.toString(customer.id()));
    }

    private static Json.Array list(List<PasskeyDescriptor> passkeys) {
        return new Json.Array(passkeys.stream().map(PasskeyDescriptor::json).toList());
    }
}

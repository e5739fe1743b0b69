package io.vestibule.dialect.keaze;

import io.vestibule.customer.EmailAddress;
import io.vestibule.http.Parameters;
import io.vestibule.http.Request;
import io.vestibule.http.Validation;
import io.vestibule.passkey.PasskeyName;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.portal.Portal;
import io.vestibule.secret.Secret;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the fields of Keaze's payloads. What a reader gives for a wrong field is a placeholder that no call may use. */
final class Fields {
    private static final EmailAddress NONE = new EmailAddress("nobody@vestibule.invalid");

    private final Parameters parameters;
    private final Validation validation;
    private final boolean testMode;

    Fields(Request request, boolean testMode) {
        this.parameters = request.parameters();
        this.validation = new Validation(parameters);
        this.testMode = testMode;
    }

    EmailAddress email(String field) {
        String text = validation.requiredText(field);
        Optional<EmailAddress> email = EmailAddress.parse(text);
        if (email.isEmpty() && validation.passed(field)) {
            validation.refuse(field, "The " + Validation.words(field) + " field must be a valid email address.");
        }
        return email.orElse(NONE);
    }

    /** The "custom app url": one that the portal allows, plain http in test mode only. */
    String url(Portal portal) {
        String url = validation.requiredText("url");
        if (validation.passed("url")) {
            portal.objection(url, testMode).ifPresent(sentence -> validation.refuse("url", sentence));
        }
        return url;
    }

    /** A code, challenge, or the password that there is. */
    Secret secret(String field) {
        return Secret.of(validation.requiredSecret(field));
    }

    /**
     * A password that somebody wants to have.
     *
     * @param logins what they sign in with
     */
    Secret newPassword(String field, PasswordPolicy policy, Collection<String> logins) {
        Secret password = secret(field);
        if (validation.passed(field)) {
            policy.objection(password, logins).ifPresent(sentence -> validation.refuse(field, sentence));
        }
        return password;
    }

    /** A code or password that may be missing: then null. */
    @Nullable
    Secret optionalSecret(String field) {
        return parameters.get(field) == null ? null : secret(field);
    }

    /** {@link #anyText} that may be missing: then null. */
    @Nullable
    String optionalAnyText(String field) {
        return parameters.get(field) == null ? null : anyText(field);
    }

    /** What a customer calls a passkey; null for nothing. */
    @Nullable
    String passkeyName() {
        String name = validation.optionalText("name");
        if (name != null && !PasskeyName.fits(name)) {
            validation.refuse(
                    "name", "The name field must not be greater than " + PasskeyName.LONGEST + " characters.");
        }
        return name;
    }

    /** A text of whatever characters: a login or token, which is right or isn't. */
    String anyText(String field) {
        return validation.requiredSecret(field);
    }

    /** The same where the answer that it comes from spells the field in another way: either is taken. */
    String anyText(String field, String otherwise) {
        return parameters.get(field) == null && parameters.get(otherwise) != null ? anyText(otherwise) : anyText(field);
    }

    void refuse(Map<String, List<String>> more) {
        more.forEach((field, sentences) -> sentences.forEach(sentence -> validation.refuse(field, sentence)));
    }

    boolean passed() {
        return validation.passed();
    }

    Map<String, List<String>> errors() {
        return validation.errors();
    }
}

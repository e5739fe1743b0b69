package io.vestibule.dialect.keaze;

import io.vestibule.customer.EmailAddress;
import io.vestibule.http.Parameters;
import io.vestibule.http.Request;
import io.vestibule.http.Validation;
import io.vestibule.passkey.PasskeyName;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.portal.Portal;
import io.vestibule.secret.Secret;
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

    Secret password(String field) {
        return Secret.of(validation.requiredSecret(field));
    }

    /** A password that somebody wants to have. */
    Secret newPassword(String field, PasswordPolicy policy, @Nullable EmailAddress owner) {
        Secret password = password(field);
        if (validation.passed(field)) {
            List<String> logins = owner == null ? List.of() : List.of(owner.value());
            policy.objection(password, logins).ifPresent(sentence -> validation.refuse(field, sentence));
        }
        return password;
    }

    /** A code or password that may be missing: then null. */
    @Nullable
    Secret optionalSecret(String field) {
        return parameters.get(field) == null ? null : password(field);
    }

    /** The same as text that may be shown. */
    @Nullable
    String optionalToken(String field) {
        return parameters.get(field) == null ? null : token(field);
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

    String token(String field) {
        return validation.requiredSecret(field);
    }

    /** The same where the answer that it comes from spells the field in another way: either is taken. */
    String token(String field, String otherwise) {
        return parameters.get(field) == null && parameters.get(otherwise) != null ? token(otherwise) : token(field);
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

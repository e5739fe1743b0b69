package io.vestibule.dialect.sonar;

import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.Username;
import io.vestibule.http.Parameters;
import io.vestibule.http.Request;
import io.vestibule.http.Validation;
import io.vestibule.json.Json;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of Sonar's contact calls. Null stands for a field that wasn't sent, or is wrong. */
final class ContactFields {
    private static final int LONGEST = 255;

    private final Parameters parameters;
    private final Validation validation;

    ContactFields(Request request) {
        this.parameters = request.parameters();
        this.validation = new Validation(parameters);
    }

    /** "required" where a contact is made. */
    void require(String... fields) {
        for (String field : fields) {
            if (parameters.structure(field) == null
                    || (parameters.get(field) instanceof Json.Text(String text) && text.isBlank())) {
                validation.refuse(field, "The " + Validation.words(field) + " field is required.");
            }
        }
    }

    /** "username and password each required if the other is given" */
    void requireTogether(String one, String other) {
        if (validation.given(one) && !validation.given(other)) {
            validation.refuse(other, "The " + other + " field is required when " + one + " is present.");
        }
    }

    @Nullable
    String text(String field) {
        String text = validation.optionalText(field);
        if (text != null && text.codePointCount(0, text.length()) > LONGEST) {
            validation.refuse(
                    field,
                    "The " + Validation.words(field) + " field must not be greater than " + LONGEST + " characters.");
            return null;
        }
        return text;
    }

    @Nullable
    EmailAddress address(String field) {
        String text = text(field);
        Optional<EmailAddress> address = Optional.ofNullable(text).flatMap(EmailAddress::parse);
        if (text != null && address.isEmpty()) {
            validation.refuse(field, "The " + Validation.words(field) + " field must be a valid email address.");
        }
        return address.orElse(null);
    }

    @Nullable
    Username username(String field) {
        String text = text(field);
        Optional<Username> username = Optional.ofNullable(text).flatMap(Username::parse);
        if (text != null && username.isEmpty()) {
            validation.refuse(field, "The " + field + " format is invalid.");
        }
        return username.orElse(null);
    }

    @Nullable
    Boolean truth(String field) {
        return validation.given(field) ? Boolean.valueOf(validation.optionalBoolean(field, false)) : null;
    }

    /** A password that the contact is to have; {@code logins} are no passwords. */
    @Nullable
    Secret newPassword(String field, PasswordPolicy policy, List<String> logins) {
        if (!validation.given(field)) {
            return null;
        }
        Secret password = Secret.of(validation.requiredSecretOrNumber(field));
        if (validation.passed(field)) {
            policy.objection(password, logins).ifPresent(sentence -> validation.refuse(field, sentence));
        }
        return password;
    }

    /** An array; PHP writes one of which something was taken as an object. */
    @Nullable
    List<Json> array(String field) {
        Json value = parameters.structure(field);
        if (value instanceof Json.Array(List<Json> items)) {
            return items;
        }
        if (value instanceof Json.Object numbered) {
            return new ArrayList<>(numbered.fields().values());
        }
        refuse(field, value, "an array");
        return null;
    }

    /** An object; PHP writes an empty one as an empty array. */
    @Nullable
    Map<String, Json> object(String field) {
        Json value = parameters.structure(field);
        if (value instanceof Json.Object object) {
            return object.fields();
        }
        if (value instanceof Json.Array(List<Json> items) && items.isEmpty()) {
            return Map.of();
        }
        refuse(field, value, "an object");
        return null;
    }

    private void refuse(String field, @Nullable Json value, String type) {
        if (value != null) {
            validation.refuse(field, "The " + Validation.words(field) + " field must be " + type + ".");
        }
    }

    void refuse(String field, String sentence) {
        validation.refuse(field, sentence);
    }

    boolean passed() {
        return validation.passed();
    }

    Map<String, List<String>> errors() {
        return validation.errors();
    }
}

package io.vestibule.console;

import io.vestibule.administration.PortalName;
import io.vestibule.customer.EmailAddress;
import io.vestibule.http.Answer;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import org.jspecify.annotations.Nullable;

/** An operator as a form has them. */
public record OperatorForm(String email, String name, ScopeFields scope) {
    /** What the template shows. */
    public record View(FormFrame frame, OperatorForm form) {
        /** Whether it makes another one. */
        public boolean adds() {
            return frame.version().isEmpty();
        }
    }

    /** What was typed; {@code null} for what isn't right, of which a sentence tells. */
    record Typed(
            @Nullable EmailAddress email,
            @Nullable PortalName name,
            @Nullable Role role,
            @Nullable PortalScope scope) {
        @Nullable
        String fault() {
            if (email == null) {
                return "That is no email address.";
            }
            if (name == null) {
                return "A name is one line of at most " + PortalName.LONGEST + " characters.";
            }
            return role == null || scope == null ? "Choose a role, and all portals or the ids of some." : null;
        }
    }

    static OperatorForm typed(Call call) {
        return new OperatorForm(call.field("email"), call.field("name"), ScopeFields.typed(call));
    }

    /** What it means: without a name, the address is it. */
    Typed read() {
        String address = email.strip();
        return new Typed(
                EmailAddress.parse(address).orElse(null),
                PortalName.parse(name.isBlank() ? address : name.strip()).orElse(null),
                scope.chosen().orElse(null),
                scope.scope().orElse(null));
    }

    Answer answer(int status, FormFrame frame) {
        return Screen.show(status, "operator-form", new View(frame, this));
    }
}

package io.vestibule.console;

import io.vestibule.administration.PortalName;
import io.vestibule.customer.EmailAddress;
import io.vestibule.http.Answer;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import java.util.Optional;

/** An operator as a form has them. */
public record OperatorForm(String email, String name, ScopeFields scope) {
    /** What the template shows. */
    public record View(FormFrame frame, OperatorForm form) {
        /** Whether it makes another one. */
        public boolean adds() {
            return frame.version().isEmpty();
        }
    }

    /** What was typed, or why it can't be. */
    sealed interface Typed {
        record Right(EmailAddress email, PortalName name, Role role, PortalScope scope) implements Typed {}

        record Wrong(String sentence) implements Typed {}
    }

    static OperatorForm typed(Call call) {
        return new OperatorForm(call.field("email"), call.field("name"), ScopeFields.typed(call));
    }

    /** What it means: without a name, the address is it. */
    Typed read() {
        String address = email.strip();
        Optional<EmailAddress> parsed = EmailAddress.parse(address);
        Optional<PortalName> called = PortalName.parse(name.isBlank() ? address : name.strip());
        Optional<Role> role = scope.chosen();
        Optional<PortalScope> portals = scope.scope();
        if (parsed.isEmpty()) {
            return new Typed.Wrong("That is no email address.");
        }
        if (called.isEmpty()) {
            return new Typed.Wrong("A name is one line of at most " + PortalName.LONGEST + " characters.");
        }
        return role.isEmpty() || portals.isEmpty()
                ? new Typed.Wrong("Choose a role, and all portals or the ids of some.")
                : new Typed.Right(parsed.get(), called.get(), role.get(), portals.get());
    }

    Answer answer(int status, FormFrame frame) {
        return Screen.show(status, "operator-form", new View(frame, this));
    }
}

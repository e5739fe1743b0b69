package io.vestibule.dialect.logicboxes;

import io.vestibule.customer.Customer;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.password.TemporaryPassword;
import io.vestibule.portal.Caller;
import io.vestibule.provisioning.CustomerChanges;
import io.vestibule.provisioning.Provisioned;
import io.vestibule.provisioning.Provisioning;
import io.vestibule.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A customer's password, set by the reseller. */
public final class NewPasswordCalls {
    /** "valid 3 days" */
    private static final Duration TEMPORARY = Duration.ofDays(3);

    private final Provisioning provisioning;
    private final PasswordPolicy policy;
    private final LogicBoxesError errors;

    public NewPasswordCalls(Provisioning provisioning, PasswordPolicy policy, LogicBoxesError errors) {
        this.provisioning = provisioning;
        this.policy = policy;
        this.errors = errors;
    }

    /** Ends whatever the password before it opened. */
    Answer change(Caller caller, Format format, Request request) {
        Given given = Given.of(request);
        long id = given.id("customer-id");
        Secret password = Secret.of(given.required("new-passwd"));
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        if (!(provisioning.customer(caller, id) instanceof Provisioned.Done(Customer customer))) {
            return errors.unknownCustomer(format, id);
        }
        Optional<String> objection = policy.objection(password, logins(customer));
        if (objection.isPresent()) {
            return errors.reasons(format, Reasons.of("new-passwd", objection.get()));
        }
        CustomerChanges nothing = CustomerChanges.ofHolder(null, null, Map.of());
        return set(format, id, provisioning.change(caller, id, nothing, password), Json.Bool.TRUE);
    }

    /** "a temporary password, valid 3 days, which must be changed at first use" */
    Answer lend(Caller caller, Format format, Request request) {
        Given given = Given.of(request);
        long id = given.id("customer-id");
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        if (!(provisioning.customer(caller, id) instanceof Provisioned.Done)) { // a hash is too dear for nobody
            return errors.unknownCustomer(format, id);
        }
        Secret password = TemporaryPassword.random();
        return set(format, id, provisioning.lend(caller, id, password, TEMPORARY), Json.of(password.reveal()));
    }

    private Answer set(Format format, long id, Provisioned done, Json success) {
        return done instanceof Provisioned.Done ? format.value(success) : errors.unknownCustomer(format, id);
    }

    private static List<String> logins(Customer customer) {
        return Stream.of(customer.email(), customer.username())
                .filter(Objects::nonNull)
                .toList();
    }
}

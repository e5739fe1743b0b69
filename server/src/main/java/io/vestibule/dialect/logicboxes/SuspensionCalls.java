package io.vestibule.dialect.logicboxes;

import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.portal.Caller;
import io.vestibule.provisioning.Provisioning;
import java.util.List;
import java.util.function.BooleanSupplier;

/** "Suspends a customer account" and "Unsuspends a suspended customer account" (the vendor's pages 2986 and 2987). */
public final class SuspensionCalls implements CallGroup {
    private static final String REASON = "reason";

    private final Provisioning provisioning;
    private final LogicBoxesError errors;

    public SuspensionCalls(Provisioning provisioning, LogicBoxesError errors) {
        this.provisioning = provisioning;
        this.errors = errors;
    }

    @Override
    public List<NamedCall> calls() {
        return List.of(NamedCall.post("suspend", this::suspend), NamedCall.post("unsuspend", this::unsuspend));
    }

    /** "reason, String, Required" */
    private Answer suspend(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        long id = given.id("customer-id");
        given.required(REASON);
        String reason = given.line(REASON);
        return change(given, format, id, () -> provisioning.disable(caller, id, reason));
    }

    /** "reason, String, Optional" */
    private Answer unsuspend(Caller caller, Format format, Request request) {
        CallParameters given = CallParameters.of(request);
        long id = given.id("customer-id");
        String reason = given.line(REASON);
        return change(given, format, id, () -> provisioning.enable(caller, id, reason));
    }

    /** "Returns true if the action is completed." */
    private Answer change(CallParameters given, Format format, long id, BooleanSupplier change) {
        if (!given.complete()) {
            return errors.message(format, given.objection());
        }
        return change.getAsBoolean() ? format.value(200, Json.Bool.TRUE) : errors.unknownCustomer(format, id);
    }
}

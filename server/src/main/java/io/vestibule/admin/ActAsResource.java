package io.vestibule.admin;

import static io.vestibule.operator.Action.CUSTOMER_ACT_AS;

import io.vestibule.administration.ActAsAdministration;
import io.vestibule.administration.ActAsAdministration.LinkResult;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.RequestException;
import io.vestibule.json.Json;
import io.vestibule.operator.Principal;
import java.time.Instant;
import java.util.List;

/** Links by which an operator begins to act for a customer. A program asks for one for an operator whom it names. */
final class ActAsResource {
    private final CustomerResources customers;
    private final ActAsAdministration actAs;

    ActAsResource(CustomerResources customers, ActAsAdministration actAs) {
        this.customers = customers;
        this.actAs = actAs;
    }

    List<AdminRoute> routes() {
        return List.of(AdminRoute.post("/customers/{customer}/act-as", CUSTOMER_ACT_AS, this::link));
    }

    private Answer link(Call call) {
        Customer customer = customers.customer(call);
        long operator = operator(call);
        AuditContext context = call.context();
        if (context.reason() == null) {
            throw new RequestException(new Problem.Malformed("The Audit-Reason header must say why."));
        }
        return switch (actAs.link(customer.portalId(), customer.id(), operator, context)) {
            case LinkResult.Issued(var link, Instant expiresAt) ->
                Answer.json(
                        201,
                        Json.object()
                                .put("link", link.reveal())
                                .put("expiresAt", Values.moment(expiresAt))
                                .build());
            case LinkResult.PortalOff() ->
                throw AdminProblem.conflict("The portal doesn't let operators act for its customers.")
                        .thrown();
            case LinkResult.Disabled() ->
                throw AdminProblem.conflict("The customer is disabled.").thrown();
            case LinkResult.NotPermitted() ->
                throw AdminProblem.invalid("/operator", "is no operator who may act for this customer")
                        .thrown();
            case LinkResult.UnknownCustomer() -> throw AdminProblem.notFound().thrown();
        };
    }

    /** Whom the link is for: an operator has none made for another. */
    private static long operator(Call call) {
        Principal principal = call.principal();
        Body body = call.body();
        Long named = body.number("operator", 1, Long.MAX_VALUE / 10);
        boolean own = principal.kind() == Principal.Kind.OPERATOR;
        if (!own && named == null) {
            body.refuse("operator", "is required of an API key");
        } else if (own && named != null && named != principal.id()) {
            body.refuse("operator", "must be who asks");
        }
        body.checked();
        return named == null ? principal.id() : named;
    }
}

package io.vestibule.console;

import io.vestibule.administration.ActAsAdministration;
import io.vestibule.audit.AuditContext;
import io.vestibule.portal.Portal;
import java.util.List;
import java.util.Optional;

/** Whether operators may act for a portal's customers. */
final class ActAsPart implements PortalPart {
    private final ActAsAdministration actAs;

    ActAsPart(ActAsAdministration actAs) {
        this.actAs = actAs;
    }

    @Override
    public String path() {
        return "act-as";
    }

    @Override
    public String title() {
        return "Acting for customers";
    }

    @Override
    public String lead() {
        return "An operator sees the portal as one of its customers does, by a link that is good once. A mail tells the customer.";
    }

    @Override
    public String done() {
        return "Whether operators may act for customers is changed.";
    }

    @Override
    public List<Value> values(Portal portal) {
        return List.of(Value.own("Acting for customers", actAs.isOn(portal.id()) ? "on: the role support may" : "off"));
    }

    @Override
    public List<Field> fields(Call call, Portal portal) {
        return List.of(Field.tick(
                call,
                "actAs",
                "Operators may act for customers",
                actAs.isOn(portal.id()),
                "Turned off, it ends for all who do at the moment."));
    }

    @Override
    public Optional<String> change(Call call, Portal portal, AuditContext context) {
        boolean on = call.has("actAs");
        if (on != actAs.isOn(portal.id()) && !actAs.set(portal.id(), on, context)) {
            throw new Refused(Notice.unknown());
        }
        return Optional.empty();
    }
}

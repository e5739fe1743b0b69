package io.vestibule.console;

import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.operator.Action;
import io.vestibule.portal.Portal;
import java.util.function.Function;

/** What the pages about a portal have in common: which portal it is, its addresses, and the forms that change it. */
public final class PortalForms {
    static final String ONE = "/console/portals/{portal}";

    private final PortalAdministration portals;
    private final PreconditionStore preconditions;

    public PortalForms(PortalAdministration portals, PreconditionStore preconditions) {
        this.portals = portals;
        this.preconditions = preconditions;
    }

    /** The portal in the path, if it is theirs, and they may do this in it. */
    Portal portal(Call call, Action action) {
        long id = call.id("portal");
        call.in(id, action);
        return portals.portal(id).orElseThrow(() -> new Refused(Notice.unknown()));
    }

    /** The address of a page of a portal. */
    static String at(Portal portal, String path) {
        return "/console/portals/" + portal.id() + (path.isEmpty() ? "" : "/" + path);
    }

    /**
     * A form that changes the portal in the path, or something of it.
     *
     * @param subject what it is about, as it is at this moment
     */
    <S> GuardedForm<S> form(Function<Call, S> subject, Function<S, String> version, GuardedForm.Page<S> page) {
        return new GuardedForm<>(
                preconditions, PreconditionStore.Resource.PORTAL, call -> call.id("portal"), subject, version, page);
    }
}

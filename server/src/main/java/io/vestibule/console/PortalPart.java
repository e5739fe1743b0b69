package io.vestibule.console;

import io.vestibule.audit.AuditContext;
import io.vestibule.portal.Portal;
import java.util.List;
import java.util.Optional;

/** What is changed of a portal by one form. */
interface PortalPart {
    /** The last segment of its address. */
    String path();

    String title();

    /** What it is, and what a change does. */
    String lead();

    /** What the portal has, and what it inherits. */
    List<Value> values(Portal portal);

    /** What a form shows: as it is stored, or was typed. */
    List<Field> fields(Call call, Portal portal);

    /** Changes it as the form says; what it gives is why nothing was. */
    Optional<String> change(Call call, Portal portal, AuditContext context);

    /** What is said when it was done. */
    String done();

    /** The largest file that its form takes, in bytes; 0 for none. */
    default int upload() {
        return 0;
    }
}

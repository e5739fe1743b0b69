package io.vestibule.console;

import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Ids;
import io.vestibule.http.Request;
import io.vestibule.operator.Action;
import io.vestibule.operator.Permissions;
import io.vestibule.operator.Permissions.Decision;
import io.vestibule.operator.Principal;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A request of somebody who is signed in, and whose role permits it. */
record Call(Request request, Principal principal, Layouts layouts) {

    /** What stands around the page. */
    Layout layout(Section section) {
        return layout(section, choice());
    }

    /** The same of a page that is about one portal. */
    Layout layout(Section section, long portal) {
        return layout(section, choice().about(portal));
    }

    Layout layout(Section section, PortalChoice choice) {
        return layouts.of(principal, section, choice);
    }

    /** The portal that they look at; null for all of theirs. */
    @Nullable
    Long portal() {
        return choice().portal();
    }

    private PortalChoice choice() {
        return choice(name -> query(name).orElse(""));
    }

    /** The portal that they chose in a form that isn't sent by its address. */
    PortalChoice choice(UnaryOperator<String> sent) {
        return PortalChoice.of(principal.portals(), sent, layouts::isThere);
    }

    /** A parameter of the query; empty where it has none. */
    Optional<String> query(String name) {
        return request.queryParameters().text(name).map(Call::storable);
    }

    /** A field of the form that was sent; empty where it is missing or comes twice. */
    String field(String name) {
        return typed() ? request.formParameters().text(name).map(Call::storable).orElse("") : "";
    }

    /** A field of the form that was sent, or of the query that led to it. */
    String parameter(String name) {
        return has(name) ? field(name) : query(name).orElse("");
    }

    /** The database can't hold NUL, and nothing that it has begins with the replacement character. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** Whether a form was sent, be it to be shown again. */
    boolean typed() {
        return request.method().equals("POST");
    }

    boolean has(String name) {
        return !field(name).isEmpty();
    }

    /** The id in the path; what is none is nothing's. */
    long id(String segment) {
        return Ids.id(request.segment(segment)).orElseThrow(() -> new Refused(Notice.unknown()));
    }

    /** Makes sure that they may do this in the portal: another's doesn't exist for them. */
    void in(long portal, Action action) {
        switch (Permissions.decide(principal, action, portal)) {
            case GRANTED -> prove(action);
            case FORBIDDEN -> throw new Refused(Notice.forbidden(action, principal.role()));
            case NOT_THEIRS -> throw new Refused(Notice.unknown());
        }
    }

    /** Whether they may do this, where it is of no portal. */
    boolean may(Action action) {
        return Permissions.decide(principal, action) == Decision.GRANTED;
    }

    /** Makes sure that they proved in the last minutes that it is them, if the action takes that. */
    void prove(Action action) {
        if (action.wantsProof()) {
            prove();
        }
    }

    /** Makes sure that they proved in the last minutes that it is them. */
    void prove() {
        if (!principal.fresh()) {
            throw new ProofWanted();
        }
    }

    /** Whether they may do this in the portal. */
    boolean may(Action action, long portal) {
        return Permissions.decide(principal, action, portal) == Decision.GRANTED;
    }

    /** Who does it, for the audit, and why. */
    AuditContext because(String reason) {
        return principal.context().because(reason);
    }

    /** Leads to another page of the console. */
    Answer goTo(String path) {
        return layouts.goTo(path);
    }
}

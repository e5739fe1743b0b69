package io.vestibule.admin;

import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Dates;
import io.vestibule.http.Digits;
import io.vestibule.http.Ids;
import io.vestibule.http.Parameters;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.RequestException;
import io.vestibule.operator.Action;
import io.vestibule.operator.Permissions;
import io.vestibule.operator.Permissions.Decision;
import io.vestibule.operator.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A call whose caller is known and whose role permits it. */
final class Call {
    private static final Pattern JSON =
            Pattern.compile("application/json\\s*(;\\s*charset=\"?utf-?8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

    private final Request request;
    private final Principal principal;
    private final Action action;
    private @Nullable Long portal;

    Call(Request request, Principal principal, Action action) {
        this.request = request;
        this.principal = principal;
        this.action = action;
    }

    Request request() {
        return request;
    }

    Principal principal() {
        return principal;
    }

    /** Who does it, for the audit: with the reason of the header {@code Audit-Reason}, if the call has one. */
    AuditContext context() {
        AuditContext context = principal.context().because(AuditReason.of(request));
        return portal == null ? context : context.in(portal);
    }

    /** Makes sure that the portal which the call is about is theirs: another's doesn't exist for them. */
    void in(long subject) {
        if (Permissions.decide(principal, action, subject) == Decision.NOT_THEIRS) {
            throw AdminProblem.notFound().thrown();
        }
        portal = subject;
    }

    /** An id in the path; what is none is nothing's. */
    long id(String segment) {
        return Ids.id(request.segment(segment))
                .orElseThrow(() -> AdminProblem.notFound().thrown());
    }

    /** The portal in the path, which is theirs. Whether there is one, the use case says. */
    long portal() {
        long subject = id("portal");
        in(subject);
        return subject;
    }

    UUID uuid(String segment) {
        return Ids.uuid(request.segment(segment))
                .orElseThrow(() -> AdminProblem.notFound().thrown());
    }

    /** The body: a JSON object. */
    Body body() {
        boolean json = request.header("Content-Type")
                .filter(type -> JSON.matcher(type.strip()).matches())
                .isPresent();
        if (!json) {
            throw new RequestException(new Problem.UnsupportedMedia());
        }
        return new Body(request.formParameters());
    }

    /** A name in the path. */
    String name(String segment) {
        return storable(request.segment(segment));
    }

    /** A parameter of the query; empty where it has none. */
    Optional<String> query(String name) {
        Parameters query = request.queryParameters().once();
        return query.text(name).map(Call::storable);
    }

    /** The database can't hold NUL, and nothing that it has is called by the replacement character. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** The same as a number. */
    @Nullable
    Long queryNumber(String name) {
        String text = query(name).orElse(null);
        return text == null
                ? null
                : Digits.number(text)
                        .orElseThrow(() -> new RequestException(
                                new Problem.Malformed("The parameter " + name + " must be a whole number.")));
    }

    /** The same as a moment; null where there is none. */
    @Nullable
    Instant queryMoment(String name) {
        String text = query(name).orElse(null);
        return text == null
                ? null
                : Dates.moment(text)
                        .orElseThrow(() -> new RequestException(
                                new Problem.Malformed("The parameter " + name + " " + Dates.RULE + ".")));
    }

    Page page() {
        return Page.of(this);
    }

    static Answer noContent() {
        return Answer.empty(204);
    }
}

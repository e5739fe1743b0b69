package io.vestibule.admin;

import static io.vestibule.operator.Action.MAIL_READ;
import static io.vestibule.operator.Action.MAIL_RESEND;

import io.vestibule.administration.MailAdministration;
import io.vestibule.administration.MailAdministration.ResendResult;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.RequestException;
import io.vestibule.json.Json;
import io.vestibule.mail.OutboxAdministrationStore.Mail;
import io.vestibule.mail.OutboxAdministrationStore.State;
import java.util.Arrays;
import java.util.List;

/** Mail: what waits, what was set aside and why, and sending it again. */
final class MailResources {
    private final MailAdministration mail;
    private final PortalAdministration portals;
    private final Runnable nudge;

    /** @param nudge tells the sender that something is due */
    MailResources(MailAdministration mail, PortalAdministration portals, Runnable nudge) {
        this.mail = mail;
        this.portals = portals;
        this.nudge = nudge;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.get("/portals/{portal}/mail", MAIL_READ, this::list),
                AdminRoute.post("/mail/{mail}/resend", MAIL_RESEND, this::resend));
    }

    private Answer list(Call call) {
        long portal = call.portal();
        String wanted = call.query("state").orElse(State.SET_ASIDE.label());
        State state = Arrays.stream(State.values())
                .filter(one -> one.label().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new RequestException(
                        new Problem.Malformed("The parameter state must be waiting, set-aside or sent.")));
        Page page = call.page();
        if (portals.portal(portal).isEmpty()) {
            throw AdminProblem.notFound().thrown();
        }
        return page.of(
                mail.list(List.of(portal), state, page.afterId(), page.read()),
                MailResources::json,
                one -> Json.of(one.id()));
    }

    static Json json(Mail mail) {
        return Json.object()
                .put("id", mail.id())
                .put("customer", mail.customerId())
                .put("purpose", mail.purpose())
                .put("state", mail.state().label())
                .put("attempts", mail.attempts())
                .put("fault", mail.fault())
                .put("createdAt", Values.moment(mail.createdAt()))
                .put("dueAt", mail.state() == State.WAITING ? Values.moment(mail.dueAt()) : Json.Null.NULL)
                .put("sentAt", Values.moment(mail.sentAt()))
                .build();
    }

    private Answer resend(Call call) {
        Mail found = mail.byId(call.id("mail"))
                .orElseThrow(() -> AdminProblem.notFound().thrown());
        call.in(found.portalId());
        return switch (mail.resend(List.of(found.id()), call.context())) {
            case ResendResult.Resent(int mails) -> {
                nudge.run();
                yield Call.noContent();
            }
            case ResendResult.NotSetAside(List<Long> mails) ->
                throw AdminProblem.conflict("The mail wasn't set aside.").thrown();
        };
    }
}

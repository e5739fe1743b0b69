package io.vestibule.signin;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.LoginStore;
import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.link.Link;
import io.vestibule.link.LinkPurpose;
import io.vestibule.link.LinkStore;
import io.vestibule.mail.Letter;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.OutboxStore;
import io.vestibule.signin.EmailChange.Result;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a change of address by its customer stores. Both addresses are told, the new one gets a link that verifies it. */
public final class EmailChangeStore {
    private final Sql sql;
    private final LinkStore links;
    private final OutboxStore outbox;

    public EmailChangeStore(Sql sql, LinkStore links, OutboxStore outbox) {
        this.sql = sql;
        this.links = links;
        this.outbox = outbox;
    }

    /** The address as it is stored, not as it was typed; null for a customer who had none. */
    private record Former(@Nullable String email) {}

    /**
     * Redeems a change-of-address link.
     *
     * @param permits of the mail to the new one
     */
    Result byLink(
            long portalId,
            String token,
            EmailAddress current,
            Link verification,
            Permits permits,
            AuditContext context) {
        return sql.inTransaction(h -> {
            Optional<Former> former = h.statement("with " + LinkStore.HELD
                            + " select email from held where lower(email collate \"C\") = :current")
                    .with(LinkStore.values(LinkPurpose.CHANGE_EMAIL, portalId, verification.customerId(), token))
                    .bind("current", current.login().value())
                    .map(rs -> new Former(rs.getString("email")))
                    .findOne();
            return former.map(held -> change(h, held, verification, permits, context))
                    .orElseGet(Result.Refused::new);
        });
    }

    /**
     * For a customer whose session goes on and who isn't disabled.
     *
     * @param permits of the mail to the new one
     */
    Result inSession(UUID session, Link verification, Permits permits, AuditContext context) {
        return sql.inTransaction(h -> {
            long customer = verification.customerId();
            Optional<Former> former = h.statement(
                            "select email from customer where id = :customer and disabled_at is null for no key update")
                    .bind("customer", customer)
                    .map(rs -> new Former(rs.getString("email")))
                    .findOne();
            return former.filter(locked -> CustomerStore.isSignedIn(h, customer, session))
                    .map(locked -> change(h, locked, verification, permits, context))
                    .orElseGet(Result.Refused::new);
        });
    }

    private Result change(Handle h, Former former, Link verification, Permits permits, AuditContext context) {
        long portal = verification.portalId();
        long customer = verification.customerId();
        if (!LoginStore.takeAddress(h, portal, customer, verification.address())) {
            return new Result.Taken();
        }
        LoginStore.moveTo(h, customer, verification.address(), LoginStore.Mover.CUSTOMER, context);
        if (links.issue(h, permits, verification, verification.letter(MailPurpose.EMAIL_CHANGED_NEW), context)
                instanceof Permitted.Throttled<Boolean>(Duration retryAfter)) {
            h.rollback();
            return new Result.Throttled(retryAfter);
        }
        if (former.email() != null) {
            outbox.enqueue(h, new Letter(MailPurpose.EMAIL_CHANGED_OLD, portal, customer, former.email(), null));
        }
        return new Result.Done();
    }
}

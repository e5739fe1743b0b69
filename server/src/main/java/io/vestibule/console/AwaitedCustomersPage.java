package io.vestibule.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.administration.UpstreamAdministration;
import io.vestibule.audit.AuditStore;
import io.vestibule.customer.Customer;
import io.vestibule.http.Answer;
import io.vestibule.http.Csv;
import io.vestibule.http.Digits;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.portal.Portal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who is known here and hasn't come from the portal's upstream yet: a page at a time, and all of them as a file. */
public final class AwaitedCustomersPage implements ConsolePage {
    private static final String PATH = PortalForms.ONE + "/upstream/awaited";
    private static final int PAGE = 50;
    /** How many are read at once for a file. No connection to the database waits for whoever downloads it. */
    private static final int READ_AT_ONCE = 1000;

    private final ConsoleRoutes routes;
    private final PortalForms forms;
    private final UpstreamAdministration upstreams;
    private final AuditStore audit;

    public AwaitedCustomersPage(
            ConsoleRoutes routes, PortalForms forms, UpstreamAdministration upstreams, AuditStore audit) {
        this.routes = routes;
        this.forms = forms;
        this.upstreams = upstreams;
        this.audit = audit;
    }

    /**
     * What the template shows.
     *
     * @param more   the query of the next page; null where there is none
     * @param export whether they may have all of them as a file
     * @param fault  why the form is shown again; null at first
     */
    public record View(
            Layout layout,
            Portal portal,
            List<Customer> customers,
            @Nullable String more,
            boolean export,
            String reason,
            @Nullable String fault) {
        public String to(String path) {
            return layout.at(PortalForms.at(portal, path));
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                routes.page(PATH, Action.CUSTOMER_READ, this::list),
                routes.form(PATH, Action.CUSTOMER_EXPORT, this::list, this::download));
    }

    private Answer list(Call call) {
        return list(200, call, forms.portal(call, Action.CUSTOMER_READ), null);
    }

    private Answer list(int status, Call call, Portal portal, @Nullable String fault) {
        long after = call.query("after").flatMap(Digits::number).orElse(0L);
        List<Customer> found = upstreams.awaited(portal.id(), after, PAGE + 1);
        List<Customer> shown = found.size() > PAGE ? found.subList(0, PAGE) : found;
        return Screen.show(
                status,
                "awaited",
                new View(
                        call.layout(Section.PORTALS, portal.id()),
                        portal,
                        shown,
                        found.size() > PAGE ? "?after=" + shown.getLast().id() : null,
                        call.may(Action.CUSTOMER_EXPORT, portal.id()),
                        call.field(Reason.FIELD),
                        fault));
    }

    private Answer download(Call call) {
        Portal portal = forms.portal(call, Action.CUSTOMER_EXPORT);
        Reason reason = Reason.of(call);
        if (reason.fault() != null) {
            return list(422, call, portal, reason.fault());
        }
        audit.awaitedExported(call.because(reason.text()).in(portal.id()));
        return Answer.streaming(200, "text/csv; charset=utf-8; header=present", out -> write(portal.id(), out))
                .with("Content-Disposition", "attachment; filename=\"awaited-" + portal.id() + ".csv\"");
    }

    private void write(long portal, OutputStream out) throws IOException {
        out.write("id,account,email,username,name,phone,language,createdAt\r\n".getBytes(UTF_8));
        long after = 0;
        List<Customer> piece;
        do {
            piece = upstreams.awaited(portal, after, READ_AT_ONCE);
            out.write(piece.stream()
                    .map(AwaitedCustomersPage::line)
                    .collect(Collectors.joining())
                    .getBytes(UTF_8));
            after = piece.isEmpty() ? after : piece.getLast().id();
        } while (piece.size() == READ_AT_ONCE);
    }

    private static String line(Customer customer) {
        return Stream.of(
                                customer.id(),
                                customer.accountId(),
                                text(customer.email()),
                                text(customer.username()),
                                customer.profile().fullName(),
                                customer.profile().text("phone"),
                                text(customer.language()),
                                customer.createdAt())
                        .map(Csv::field)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}

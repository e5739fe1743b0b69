package io.vestibule.page.portal;

import io.vestibule.customer.Customer;
import io.vestibule.http.Answer;
import io.vestibule.oauth.Authorizations;
import io.vestibule.oauth.OAuthClient;
import io.vestibule.oauth.OAuthClients;
import io.vestibule.session.BrowserSessions;
import io.vestibule.session.BrowserSessions.Found;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Whether an application of somebody else's may see what it asks for (OpenID Connect Core section 3.1.2.4). The page shows what the request in
 * its query asks for, and keeps what was agreed to; whether that is enough the authorization endpoint decides.
 */
public final class ConsentPage {
    private final BrowserSessions browsers;
    private final OAuthClients clients;
    private final Authorizations authorizations;

    public ConsentPage(BrowserSessions browsers, OAuthClients clients, Authorizations authorizations) {
        this.browsers = browsers;
        this.clients = clients;
        this.authorizations = authorizations;
    }

    /**
     * What the template shows.
     *
     * @param customer    who is asked
     * @param application its client_id
     * @param scopes      that it asks for
     * @param fault       why the page is shown again; null at first
     */
    public record View(
            PageRequest page,
            Customer customer,
            String application,
            List<String> scopes,
            @Nullable Fault fault) {
        public View {
            scopes = List.copyOf(scopes);
        }

        /** What the customer is called. */
        public String who() {
            return AccountView.name(customer);
        }

        /** What a scope lets the application do, in words; the name of one of the portal's own. */
        public String describe(String scope) {
            return page.words().sayOr("scope." + scope, scope);
        }
    }

    Answer ask(PageRequest page) {
        return asked(page, (found, client) -> show(200, page, found, client, null));
    }

    private static Answer show(int status, PageRequest page, Found found, OAuthClient client, @Nullable Fault fault) {
        View view =
                new View(page, found.customer(), client.clientId(), page.query().scopes(client), fault);
        return PageRenderer.show(status, "consent", page, view);
    }

    /** The button that agrees, or the one that doesn't. */
    Answer take(PageRequest page) {
        return asked(page, (found, client) -> {
            if (page.field("agree").isEmpty()) {
                return page.refuse();
            }
            if (!PageCustomer.wasShown(page, found)) {
                return show(422, page, found, client, Fault.of("page.other_customer"));
            }
            authorizations.consent(page.caller(), found, client, page.query().scopes(client));
            return page.goToApplication();
        });
    }

    private Answer asked(PageRequest page, BiFunction<Found, OAuthClient, Answer> answer) {
        long portal = page.caller().portal().id();
        Optional<OAuthClient> client = clients.find(portal, page.query().clientId());
        if (client.isEmpty()) {
            return OpenIdPages.refusal(page.request(), "The client_id is of no application of this portal.");
        }
        return PageCustomer.of(page, browsers)
                .map(found -> answer.apply(found, client.get()))
                .orElseGet(() -> page.goTo("sign-in"));
    }
}

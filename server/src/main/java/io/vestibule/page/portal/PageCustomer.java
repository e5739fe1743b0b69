package io.vestibule.page.portal;

import io.vestibule.session.BrowserSessions;
import io.vestibule.session.BrowserSessions.Found;
import java.util.Optional;

/** The customer who is signed in at a page. */
final class PageCustomer {
    private PageCustomer() {}

    /** Who it is at this moment; empty if nobody is signed in. */
    static Optional<Found> of(PageRequest page, BrowserSessions browsers) {
        return page.sessionCookie()
                .flatMap(cookie -> browsers.find(page.caller().portal().id(), cookie));
    }

    /** Whether the form was shown to this customer: in another tab of their browser somebody else may have signed in since. */
    static boolean wasShown(PageRequest page, Found found) {
        return page.field("customer").equals(Long.toString(found.customer().id()));
    }
}

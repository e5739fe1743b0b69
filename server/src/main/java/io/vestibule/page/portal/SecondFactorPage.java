package io.vestibule.page.portal;

import io.vestibule.factor.FactorKind;
import io.vestibule.factor.Factors;
import io.vestibule.http.Answer;
import io.vestibule.session.BrowserSessions;
import io.vestibule.signin.Enrolment;
import java.util.List;

/** What customers who are signed in have set up as their second factor. */
public final class SecondFactorPage {
    private final BrowserSessions browsers;
    private final Enrolment enrolment;

    public SecondFactorPage(BrowserSessions browsers, Enrolment enrolment) {
        this.browsers = browsers;
        this.enrolment = enrolment;
    }

    /** What the template shows. */
    public record View(Visit visit, boolean on, List<FactorKind> kinds, int recoveryCodes) {
        public View {
            kinds = List.copyOf(kinds);
        }
    }

    Answer show(Visit visit) {
        return visit.sessionCookie()
                .flatMap(cookie -> browsers.find(visit.caller().portal().id(), cookie))
                .map(found -> {
                    Factors factors = enrolment.factors(found.customer());
                    View view =
                            new View(visit, factors.on(), factors.usable(found.customer()), factors.recoveryCodes());
                    return Screen.show(200, "second-factor", visit, view);
                })
                .orElseGet(() -> visit.goTo("sign-in"));
    }
}

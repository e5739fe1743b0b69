package io.vestibule.page.portal;

import io.vestibule.guard.Network;
import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.link.LinkStore.Owner;
import io.vestibule.page.PageWords;
import io.vestibule.page.portal.LinkPage.State;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.password.PasswordPolicy.Objection;
import io.vestibule.secret.Secret;
import io.vestibule.signin.LinkRedemption;
import java.util.Optional;

/**
 * Our own page to choose a new password, in the browser's language: for customers whose portal names none of its own. No cookie
 * comes along, so nobody's browser can be made to post for them: whoever posts has the token (ASVS 3.5.1).
 */
final class ResetPage {
    private final LinkPage page;
    private final LinkRedemption redemption;
    private final PasswordPolicy policy;

    ResetPage(LinkPage page, LinkRedemption redemption, PasswordPolicy policy) {
        this.page = page;
        this.redemption = redemption;
        this.policy = policy;
    }

    Answer ask(Request request) {
        CarriedQuery query = CarriedQuery.of(request);
        return owner(request)
                .map(owner -> page.show(200, State.ASK, owner, PageWords.of(request, query.locales())))
                .orElseGet(() -> page.invalid(request));
    }

    /** A password that is refused consumes nothing, and neither does a query that can't be read. */
    Answer act(Request request) {
        CarriedQuery query = CarriedQuery.of(request);
        return owner(request).map(owner -> act(owner, query, request)).orElseGet(() -> page.invalid(request));
    }

    private Answer act(Owner owner, CarriedQuery query, Request request) {
        PageWords words = PageWords.of(request, query.locales());
        String typed = request.formParameters().text("password").orElse("");
        Secret password = Secret.of(typed);
        Optional<Objection> objection = policy.objectionTo(password, owner.logins());
        if (objection.isPresent()) {
            return page.refused(objection.get(), owner, words);
        }
        boolean done = redemption.resetHere(
                owner,
                LinkPage.id(request).orElseThrow(),
                request.segment("token"),
                password,
                Network.of(request.remote()),
                request.id());
        return done ? page.done(owner, query, words) : page.invalid(request);
    }

    private Optional<Owner> owner(Request request) {
        return LinkPage.id(request).flatMap(id -> redemption.resetOwner(id, request.segment("token")));
    }
}

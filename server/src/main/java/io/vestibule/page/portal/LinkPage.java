package io.vestibule.page.portal;

import io.vestibule.http.Answer;
import io.vestibule.http.Ids;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.link.LinkStore.Owner;
import io.vestibule.page.PageWords;
import io.vestibule.password.PasswordPolicy.Objection;
import io.vestibule.portal.Callers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the pages behind mailed links have in common: they act on their button, not on GET, since mail scanners follow links. */
public final class LinkPage {
    private final String name;
    private final Callers callers;
    private final String base;

    /**
     * @param name of the template, and of the words
     * @param base the path of the public URL, without a slash at its end
     */
    LinkPage(String name, Callers callers, String base) {
        this.name = name;
        this.callers = callers;
        this.base = base;
    }

    /** What a page says. */
    public enum State {
        /** There is a button. */
        ASK,
        /** What was typed won't do; there is the button again. */
        REFUSED,
        DONE,
        /** Nobody learns which part of the link is wrong. */
        INVALID,
        /** The link may be fine; we aren't. */
        LATER
    }

    /**
     * What the template shows.
     *
     * @param brand     of the portal; of none where nobody may learn whose the link is
     * @param address   the customer's, null with the portal
     * @param objection why what was typed won't do; null where nothing was, or it will
     * @param next      where it goes on from here; null for nowhere
     */
    public record View(
            State state,
            PageWords words,
            PageBrand brand,
            @Nullable String address,
            @Nullable Objection objection,
            @Nullable String next) {}

    /** A link that is nobody's. */
    Answer invalid(Request request) {
        return show(404, State.INVALID, PageWords.accepted(request));
    }

    Answer show(int status, State state, Owner owner, PageWords words) {
        return render(status, new View(state, words, brand(owner), owner.address(), null, null));
    }

    /** All is done, and the customer can sign in, to go on with the request that the link carried. */
    Answer done(Owner owner, CarriedQuery query, PageWords words) {
        String signIn = query.behind(base + "/sign-in/" + owner.portalId() + "/login");
        return render(200, new View(State.DONE, words, brand(owner), owner.address(), null, signIn));
    }

    Answer refused(Objection objection, Owner owner, PageWords words) {
        return render(422, new View(State.REFUSED, words, brand(owner), owner.address(), objection, null));
    }

    private PageBrand brand(Owner owner) {
        return callers.portal(owner.portalId())
                .map(portal -> PageBrand.of(portal, base))
                .orElse(PageBrand.NONE);
    }

    private Answer show(int status, State state, PageWords words) {
        return render(status, new View(state, words, PageBrand.NONE, null, null, null));
    }

    /** The link is in the page's address, which nobody else may learn. */
    private Answer render(int status, View view) {
        return PageRenderer.render(
                        status, name, view.words(), view, view.brand().policy())
                .with("Vary", "Accept-Language")
                .with("Referrer-Policy", "no-referrer");
    }

    /** What nobody gets who follows the link and presses the button isn't made a page. */
    Answer problem(Problem problem, PageWords words) {
        return switch (problem) {
            case Problem.NotFound() -> show(404, State.INVALID, words);
            case Problem.Malformed malformed -> show(400, State.INVALID, words);
            case Problem.Throttled(var wait) -> show(429, State.LATER, words).retryAfter(wait);
            case Problem.Unavailable(var wait) -> show(503, State.LATER, words).retryAfter(wait);
            case Problem.Fault() -> show(500, State.LATER, words);
            case Problem.MethodNotAllowed method -> PlainError.of(method);
            case Problem.ContentTooLarge large -> PlainError.of(large);
            case Problem.UnsupportedMedia unsupported -> PlainError.of(unsupported);
            case Problem.TimedOut timedOut -> PlainError.of(timedOut);
        };
    }

    /** The customer that the link names; empty where the segment can't be an id. */
    static Optional<Long> id(Request request) {
        return Ids.id(request.segment("id"));
    }
}

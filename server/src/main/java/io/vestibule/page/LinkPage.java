package io.vestibule.page;

import io.vestibule.http.Answer;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.link.LinkStore.Owner;
import io.vestibule.mail.Language;
import io.vestibule.password.PasswordPolicy.Objection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the pages behind mailed links have in common: they act on their button, not on GET, since mail scanners follow links. */
public final class LinkPage {
    private final String name;

    /** @param name of the template, and of the words */
    LinkPage(String name) {
        this.name = name;
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
     * @param portal    the name of the portal, null where nobody may learn whose the link is
     * @param address   the customer's, null with the portal
     * @param objection why what was typed won't do; null where nothing was, or it will
     */
    public record View(
            State state,
            PageWords words,
            @Nullable String portal,
            @Nullable String address,
            @Nullable Objection objection) {}

    /** A link that is nobody's. */
    Answer invalid(Request request) {
        return render(404, new View(State.INVALID, words(request), null, null, null));
    }

    Answer show(int status, State state, Owner owner, Request request) {
        return render(status, new View(state, words(request), owner.portal(), owner.address(), null));
    }

    Answer refused(Objection objection, Owner owner, Request request) {
        return render(422, new View(State.REFUSED, words(request), owner.portal(), owner.address(), objection));
    }

    private static PageWords words(Request request) {
        return PageWords.in(
                request.header("Accept-Language").flatMap(Language::accepted).orElse(Language.ENGLISH));
    }

    private Answer show(int status, State state) {
        return render(status, new View(state, PageWords.in(Language.ENGLISH), null, null, null));
    }

    private Answer render(int status, View view) {
        return Pages.render(status, name + ".jte", view)
                .with("Content-Language", view.words().language())
                .with("Vary", "Accept-Language");
    }

    /** What nobody gets who follows the link and presses the button isn't made a page. */
    Answer problem(Problem problem) {
        return switch (problem) {
            case Problem.UnknownPath() -> show(404, State.INVALID);
            case Problem.Malformed malformed -> show(400, State.INVALID);
            case Problem.Throttled(var wait) -> show(429, State.LATER).retryAfter(wait);
            case Problem.Unavailable(var wait) -> show(503, State.LATER).retryAfter(wait);
            case Problem.Fault() -> show(500, State.LATER);
            case Problem.WrongVerb wrong -> PlainError.of(wrong);
            case Problem.TooLarge large -> PlainError.of(large);
            case Problem.UnsupportedMedia unsupported -> PlainError.of(unsupported);
            case Problem.TimedOut timedOut -> PlainError.of(timedOut);
        };
    }

    /** The customer that the link names; empty where the segment can't be an id. */
    static Optional<Long> id(Request request) {
        String id = request.segment("id");
        return id.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(id)) : Optional.empty();
    }
}

package io.vestibule.page;

import io.vestibule.http.Answer;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.mail.Language;
import java.util.Optional;

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

    /** What the template shows. */
    public record View(State state, PageWords words) {}

    Answer show(int status, State state, Request request) {
        Optional<Language> liked = request.header("Accept-Language").flatMap(Language::accepted);
        return show(status, state, liked.orElse(Language.ENGLISH));
    }

    private Answer show(int status, State state, Language language) {
        return Pages.render(status, name + ".jte", new View(state, PageWords.in(language)))
                .with("Content-Language", language.tag())
                .with("Vary", "Accept-Language");
    }

    /** What nobody gets who follows the link and presses the button isn't made a page. */
    Answer problem(Problem problem) {
        return switch (problem) {
            case Problem.UnknownPath() -> show(404, State.INVALID, Language.ENGLISH);
            case Problem.Malformed malformed -> show(400, State.INVALID, Language.ENGLISH);
            case Problem.Throttled(var wait) ->
                show(429, State.LATER, Language.ENGLISH).retryAfter(wait);
            case Problem.Unavailable(var wait) ->
                show(503, State.LATER, Language.ENGLISH).retryAfter(wait);
            case Problem.Fault() -> show(500, State.LATER, Language.ENGLISH);
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

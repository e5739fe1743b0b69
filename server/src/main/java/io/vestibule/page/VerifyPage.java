package io.vestibule.page;

import io.vestibule.http.Answer;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.mail.Language;
import io.vestibule.signin.LinkRedemption;
import java.util.Optional;

/**
 * The page behind the link that verifies an address, in the browser's language. It acts on its button, not on GET: mail scanners
 * follow links.
 */
public final class VerifyPage {
    private final LinkRedemption redemption;

    public VerifyPage(LinkRedemption redemption) {
        this.redemption = redemption;
    }

    /** What the page says. */
    public enum State {
        /** There is a button. */
        ASK,
        DONE,
        /** Nobody learns which part of the link is wrong. */
        INVALID,
        /** The link may be fine; we aren't. */
        LATER
    }

    /** What the template shows. */
    public record View(State state, PageWords words) {}

    Answer ask(Request request) {
        boolean fits = id(request)
                .map(id -> redemption.verifies(id, request.segment("token")))
                .orElse(false);
        return fits ? page(200, State.ASK, language(request)) : page(404, State.INVALID, language(request));
    }

    Answer act(Request request) {
        boolean done = id(request)
                .map(id -> redemption.verify(id, request.segment("token")))
                .orElse(false);
        return done ? page(200, State.DONE, language(request)) : page(404, State.INVALID, language(request));
    }

    /** What nobody gets who follows the link and presses the button isn't made a page. */
    static Answer problem(Problem problem) {
        return switch (problem) {
            case Problem.UnknownPath() -> page(404, State.INVALID, Language.ENGLISH);
            case Problem.Malformed malformed -> page(400, State.INVALID, Language.ENGLISH);
            case Problem.Throttled(var wait) ->
                page(429, State.LATER, Language.ENGLISH).retryAfter(wait);
            case Problem.Unavailable(var wait) ->
                page(503, State.LATER, Language.ENGLISH).retryAfter(wait);
            case Problem.Fault() -> page(500, State.LATER, Language.ENGLISH);
            case Problem.WrongVerb wrong -> PlainError.of(wrong);
            case Problem.TooLarge large -> PlainError.of(large);
            case Problem.UnsupportedMedia unsupported -> PlainError.of(unsupported);
        };
    }

    private static Optional<Long> id(Request request) {
        String id = request.segment("id");
        return id.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(id)) : Optional.empty();
    }

    private static Language language(Request request) {
        return PageWords.language(request.header("Accept-Language").orElse(""));
    }

    private static Answer page(int status, State state, Language language) {
        return Pages.render(status, "verify.jte", new View(state, PageWords.in(language)))
                .with("Content-Language", language.tag())
                .with("Vary", "Accept-Language");
    }
}

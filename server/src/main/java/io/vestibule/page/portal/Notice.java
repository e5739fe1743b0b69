package io.vestibule.page.portal;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.page.PageWords;
import org.jspecify.annotations.Nullable;

/**
 * A page of words: what was done, or why nothing was.
 *
 * @param brand of the portal whose page it is
 * @param next   where a link leads, null for no link
 * @param leads  what the link says; null without one
 */
public record Notice(
        PageWords words,
        PageBrand brand,
        String title,
        String lead,
        @Nullable String next,
        @Nullable String leads) {

    /** The phrases {@code key.title} and {@code key.lead}, and a link to a page. */
    static Notice of(PageRequest page, String key, String next, String link) {
        return new Notice(
                page.words(),
                page.brand(),
                page.words().say(key + ".title"),
                page.words().say(key + ".lead"),
                page.to(next),
                page.words().say(link));
    }

    /** The phrases without a link. */
    static Notice alone(PageRequest page, String key) {
        return new Notice(
                page.words(),
                page.brand(),
                page.words().say(key + ".title"),
                page.words().say(key + ".lead"),
                null,
                null);
    }

    /** The page for a problem. */
    static Answer of(Problem problem, PageWords words) {
        String key = switch (problem) {
            case Problem.NotFound() -> "problem.unknown";
            case Problem.Throttled throttled -> "problem.later";
            case Problem.Unavailable unavailable -> "problem.later";
            case Problem.Fault() -> "problem.later";
            case Problem.MethodNotAllowed method -> "problem.unreadable";
            case Problem.Malformed malformed -> "problem.unreadable";
            case Problem.ContentTooLarge() -> "problem.unreadable";
            case Problem.UnsupportedMedia() -> "problem.unreadable";
            case Problem.TimedOut() -> "problem.unreadable";
        };
        Notice notice =
                new Notice(words, PageBrand.NONE, words.say(key + ".title"), words.say(key + ".lead"), null, null);
        return problem.onto(PageRenderer.show(problem.status(), notice));
    }
}

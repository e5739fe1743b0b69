package io.vestibule.console;

import io.vestibule.http.Answer;
import org.jspecify.annotations.Nullable;

/**
 * The page that says what an action does, and asks why.
 *
 * @param effect what it does
 * @param button what the button says
 * @param danger whether it takes something away
 * @param about  the part of the subject that is meant; empty for none
 * @param word   what has to be typed, so that nobody does it by mistake; null for nothing
 */
public record ActionView(
        FormFrame frame,
        String effect,
        String button,
        boolean danger,
        String about,
        @Nullable String word) {
    /** The field that carries the part that is meant. */
    static final String ABOUT = "about";
    /** The field of what has to be typed. */
    static final String WORD = "word";

    /** The page of an action that has one of its own. */
    static ActionView of(FormFrame frame, ConsoleAction action, String about) {
        return new ActionView(frame, action.effect(), action.title(), action.danger(), about, null);
    }

    Answer answer(int status) {
        return Screen.show(status, "action", this);
    }
}

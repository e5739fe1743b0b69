package io.vestibule.console;

import io.vestibule.http.Answer;
import org.jspecify.annotations.Nullable;

/**
 * The page that says what an action does, and asks why.
 *
 * @param effect  what it does
 * @param button  what the button says
 * @param danger  whether it takes something away
 * @param action  where the form goes, as an address
 * @param back    where whoever doesn't want it goes, as an address
 * @param version of what it is about
 * @param about   the part of it that is meant; empty for none
 * @param word    what has to be typed, so that nobody does it by mistake; null for nothing
 * @param reason  that was typed
 * @param fault   why the page is shown again; null at first
 */
public record ActionView(
        Layout layout,
        String title,
        String effect,
        String button,
        boolean danger,
        String action,
        String back,
        String version,
        String about,
        @Nullable String word,
        String reason,
        @Nullable String fault) {
    /** The field that carries the part that is meant. */
    static final String ABOUT = "about";
    /** The field of what has to be typed. */
    static final String WORD = "word";

    Answer answer(int status) {
        return Screen.show(status, "action", this);
    }
}

package io.vestibule.console;

import io.vestibule.http.Answer;

/** How an action that a form asks for ended. */
sealed interface Outcome {
    /** It is done; this is shown then. */
    record Done(Answer answer) implements Outcome {}

    /** Nothing was done, for a reason that is a sentence. */
    record Rejected(String sentence) implements Outcome {}

    /** What it was about is gone. */
    record Gone() implements Outcome {}
}

package io.vestibule.console;

import io.vestibule.administration.PreconditionStore;
import io.vestibule.administration.PreconditionStore.Resource;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A form that asks why, and does nothing if somebody changed what it is about since it was shown: then it is shown again as it was filled
 * in, for what is so now.
 *
 * @param version tells one state of a subject from another
 * @param page    shows the form
 * @param <S>     what it is about
 */
record GuardedForm<S>(PreconditionStore preconditions, Resource resource, Function<S, String> version, Page<S> page) {
    /** The field that carries the version. */
    static final String VERSION = "version";

    private static final String STALE = "Somebody changed this since you opened the page. Nothing was done. Look at it"
            + " again, then send this if it still is right.";

    /** Shows the form. */
    @FunctionalInterface
    interface Page<S> {
        /**
         * Shows it.
         *
         * @param fault why it is shown again; null at first
         */
        Answer show(int status, Call call, S subject, @Nullable String fault);
    }

    /**
     * What a form says that it was made from: this state, or what it said before, where it is shown again for another reason than that somebody
     * changed what it is about.
     */
    static String version(Call call, int status, String now) {
        return status != 409 && call.has(VERSION) ? call.field(VERSION) : now;
    }

    /**
     * What was found, and what came of it.
     *
     * @param now     null: it is gone
     * @param outcome null: it isn't as it was shown
     */
    private record Tried<S>(@Nullable S now, @Nullable Outcome outcome) {}

    /**
     * Acts on what was sent.
     *
     * @param id      of the subject
     * @param subject as it is at this moment; empty for one that is gone
     * @param action  what is done with it, in one transaction with the look
     */
    Answer act(Call call, long id, Supplier<Optional<S>> subject, BiFunction<S, AuditContext, Outcome> action) {
        S before = subject.get().orElseThrow(() -> new Refused(Notice.unknown()));
        Reason reason = Reason.of(call);
        if (reason.fault() != null) {
            return page.show(422, call, before, reason.fault());
        }
        Tried<S> tried = preconditions.locked(resource, id, () -> {
            S now = subject.get().orElse(null);
            boolean same = now != null && version.apply(now).equals(call.field(VERSION));
            return new Tried<>(now, same ? action.apply(now, call.because(reason.text())) : null);
        });
        if (tried.now() == null) {
            throw new Refused(Notice.unknown());
        }
        return switch (tried.outcome()) {
            case null -> page.show(409, call, tried.now(), STALE);
            case Outcome.Done(Answer answer) -> answer;
            case Outcome.Not(String sentence) -> page.show(422, call, before, sentence);
            case Outcome.Gone() -> throw new Refused(Notice.unknown());
        };
    }
}

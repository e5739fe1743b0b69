package io.vestibule.console;

import io.vestibule.administration.PreconditionStore;
import io.vestibule.administration.PreconditionStore.Resource;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A form that asks why, and does nothing if somebody changed what it is about since it was shown: then it is shown again as it was filled
 * in, for what is so now. What was rejected half-way is undone.
 *
 * @param id      of the subject, as the path names it
 * @param subject what it is about, as it is at this moment; {@link Refused} where there is none for whoever asks
 * @param version tells one state of a subject from another
 * @param page    shows the form
 * @param <S>     what it is about
 */
record GuardedForm<S>(
        PreconditionStore preconditions,
        Resource resource,
        ToLongFunction<Call> id,
        Function<Call, S> subject,
        Function<S, String> version,
        Page<S> page) {
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

    /** What the form asks for. */
    @FunctionalInterface
    interface Change<S> {
        /** Does it to the subject as it is now, in one transaction with the look. */
        Outcome apply(Call call, S now, AuditContext context);
    }

    /**
     * What was found, and what came of it.
     *
     * @param answer null: it isn't as it was shown
     */
    private record Tried<S>(S now, @Nullable Answer answer) {}

    /** Ends a change that was rejected, so that its transaction is undone. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String sentence;

        Undone(String sentence) {
            super(sentence, null, false, false);
            this.sentence = sentence;
        }
    }

    /**
     * What a form says that it was made from: this state, or what it said before, where it is shown again for another reason than that somebody
     * changed what it is about.
     */
    static String version(Call call, int status, String now) {
        return status != 409 && call.has(VERSION) ? call.field(VERSION) : now;
    }

    /** The page with the form, and the call that takes it. */
    List<Route> routes(ConsoleRoutes routes, String path, Action action, Change<S> change) {
        return List.of(
                routes.page(path, action, this::show),
                routes.form(path, action, this::show, call -> act(call, change)));
    }

    private Answer show(Call call) {
        return page.show(200, call, subject.apply(call), null);
    }

    /** Acts on what was sent. */
    Answer act(Call call, Change<S> change) {
        S before = subject.apply(call);
        Reason reason = Reason.of(call);
        if (reason.fault() != null) {
            return page.show(422, call, before, reason.fault());
        }
        try {
            Tried<S> tried = preconditions.locked(resource, id.applyAsLong(call), () -> {
                S now = subject.apply(call);
                boolean same = version.apply(now).equals(call.field(VERSION));
                return new Tried<>(now, same ? answer(change.apply(call, now, call.because(reason.text()))) : null);
            });
            return tried.answer() == null ? page.show(409, call, tried.now(), STALE) : tried.answer();
        } catch (Undone e) {
            return page.show(422, call, before, e.sentence);
        }
    }

    private static Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(Answer answer) -> answer;
            case Outcome.Rejected(String sentence) -> throw new Undone(sentence);
            case Outcome.Gone() -> throw new Refused(Notice.unknown());
        };
    }
}

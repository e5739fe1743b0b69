package io.vestibule.console;

import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.audit.AuditContext;
import io.vestibule.http.Answer;
import io.vestibule.operator.Action;
import io.vestibule.portal.Portal;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes a portal by a form: with a reason, while nobody else changes it, and only if it still is what the form was made from. What can't be
 * done is undone, and the form is shown again with what was typed.
 */
public final class PortalForms {
    static final String ONE = "/console/portals/{portal}";

    private final PortalAdministration portals;
    private final PreconditionStore preconditions;

    public PortalForms(PortalAdministration portals, PreconditionStore preconditions) {
        this.portals = portals;
        this.preconditions = preconditions;
    }

    /** Shows the form; the fault is null at first. */
    @FunctionalInterface
    interface Form {
        Answer show(int status, @Nullable String fault);
    }

    /** Ends a change that can't be, so that its transaction is undone. */
    private static final class Impossible extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String sentence;

        Impossible(String sentence) {
            super(sentence, null, false, false);
            this.sentence = sentence;
        }
    }

    /** The portal in the path, if it is theirs, and they may do this in it. */
    Portal portal(Call call, Action action) {
        long id = call.id("portal");
        call.in(id, action);
        return portals.portal(id).orElseThrow(() -> new Refused(Notice.unknown()));
    }

    /** The address of a page of a portal. */
    static String at(Portal portal, String path) {
        return "/console/portals/" + portal.id() + (path.isEmpty() ? "" : "/" + path);
    }

    /** What a form says that it was made from. */
    static String version(Call call, int status, Object state) {
        return GuardedForm.version(call, status, version(state));
    }

    private static String version(Object state) {
        return Version.of(state.toString());
    }

    /**
     * Changes it.
     *
     * @param state  what the form was made from, as it is now
     * @param change gives why it can't be done
     * @param next   where it leads when it was done
     */
    Answer change(
            Call call,
            Portal portal,
            Supplier<Object> state,
            Function<AuditContext, Optional<String>> change,
            Form form,
            String next) {
        Reason reason = Reason.of(call);
        if (reason.fault() != null) {
            return form.show(422, reason.fault());
        }
        try {
            boolean stale = preconditions.locked(PreconditionStore.Resource.PORTAL, portal.id(), () -> {
                if (!version(state.get()).equals(call.field(GuardedForm.VERSION))) {
                    return true;
                }
                change.apply(call.because(reason.text())).ifPresent(sentence -> {
                    throw new Impossible(sentence);
                });
                return false;
            });
            return stale
                    ? form.show(
                            409,
                            "Somebody changed this since you opened the page. Nothing was done. Look at what is stored now, then send"
                                    + " this if it still is right.")
                    : call.goTo(next);
        } catch (Impossible e) {
            return form.show(422, e.sentence);
        }
    }
}

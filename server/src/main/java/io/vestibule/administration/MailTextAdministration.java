package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.mail.Language;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.MailRenderer;
import io.vestibule.mail.MailText;
import io.vestibule.mail.MailTextStore;
import io.vestibule.portal.PortalStore;
import java.util.List;
import java.util.Optional;

/** What an operator does about the words of a portal's mail. */
public final class MailTextAdministration {
    private final PortalStore portals;
    private final MailTextStore store;
    private final MailRenderer renderer;

    public MailTextAdministration(PortalStore portals, MailTextStore store, MailRenderer renderer) {
        this.portals = portals;
        this.store = store;
        this.renderer = renderer;
    }

    /** How setting a portal's own words ended. */
    public sealed interface SetResult {
        record Done() implements SetResult {}

        /** The subject can't be one, to follow on "The subject". */
        record BadSubject(String why) implements SetResult {}

        /** The introduction can't be one, to follow on "The introduction". */
        record BadIntroduction(String why) implements SetResult {}

        record UnknownPortal(long portal) implements SetResult {}
    }

    /** How taking them back ended. */
    public sealed interface ClearResult {
        /** The mail has our words again. */
        record Done() implements ClearResult {}

        /** It had them. */
        record NoneOfItsOwn() implements ClearResult {}

        record UnknownPortal(long portal) implements ClearResult {}
    }

    /** All words that a portal has as its own. */
    public List<MailTextStore.Own> list(long portal) {
        return store.list(portal);
    }

    /** A portal's own words of a mail in a language. */
    public MailText find(long portal, MailPurpose purpose, Language language) {
        return store.find(portal, purpose, language);
    }

    /** The words that a mail has where a portal has none of its own. */
    public MailText builtIn(MailPurpose purpose, Language language) {
        return renderer.builtIn(purpose, language);
    }

    /** Why words can be none of such a mail; empty if they can. */
    public static Optional<SetResult> objection(MailPurpose purpose, MailText text) {
        String subject = text.subject();
        String introduction = text.introduction();
        return Optional.ofNullable(subject)
                .flatMap(words -> MailText.subjectObjection(purpose, words))
                .<SetResult>map(SetResult.BadSubject::new)
                .or(() -> Optional.ofNullable(introduction)
                        .flatMap(words -> MailText.introductionObjection(purpose, words))
                        .map(SetResult.BadIntroduction::new));
    }

    /** Gives a portal words of its own in a mail; what it doesn't say is said in ours. The next mail has them. */
    public SetResult set(long portal, MailPurpose purpose, Language language, MailText text, AuditContext context) {
        Optional<SetResult> objection = objection(purpose, text);
        if (objection.isPresent()) {
            return objection.get();
        }
        if (!text.isNone()) {
            return store.set(portal, purpose, language, text, context)
                    ? new SetResult.Done()
                    : new SetResult.UnknownPortal(portal);
        }
        return switch (clear(portal, purpose, language, context)) {
            case ClearResult.Done() -> new SetResult.Done();
            case ClearResult.NoneOfItsOwn() -> new SetResult.Done();
            case ClearResult.UnknownPortal(long unknown) -> new SetResult.UnknownPortal(unknown);
        };
    }

    /** Takes a portal's own words back. */
    public ClearResult clear(long portal, MailPurpose purpose, Language language, AuditContext context) {
        if (portals.portal(portal).isEmpty()) {
            return new ClearResult.UnknownPortal(portal);
        }
        return store.clear(portal, purpose, language, context)
                ? new ClearResult.Done()
                : new ClearResult.NoneOfItsOwn();
    }

    /** Keeps that a mail is sent to try it. */
    void tested(long portal, MailPurpose purpose, Language language, AuditContext context) {
        store.tested(portal, purpose, language, context);
    }
}

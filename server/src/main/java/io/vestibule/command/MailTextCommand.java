package io.vestibule.command;

import io.vestibule.administration.MailTextAdministration;
import io.vestibule.administration.MailTextAdministration.SetResult;
import io.vestibule.audit.AuditContext;
import io.vestibule.mail.Language;
import io.vestibule.mail.MailPurpose;
import io.vestibule.mail.MailText;
import io.vestibule.mail.MailTextStore.Own;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vestibule portal mail-text}. */
@Command(
        name = "mail-text",
        description = {
            "Shows which mails have words of a portal's own, or what one says; or gives one words of the portal's own.",
            "Plain text, in which {portal} and {address} are filled in, and {time} where there is a link or code."
        })
final class MailTextCommand implements Runnable {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "ID", description = "The portal.")
    private long id;

    @Parameters(index = "1", arity = "0..1", paramLabel = "MAIL", description = "What it is for, such as sign-in.")
    private @Nullable String mail;

    @Parameters(index = "2", arity = "0..1", paramLabel = "LANGUAGE", description = "en, de, es or fr.")
    private @Nullable String language;

    @Option(names = "--subject", paramLabel = "TEXT", description = "Its subject; empty: ours.")
    private @Nullable String subject;

    @Option(names = "--introduction", paramLabel = "TEXT", description = "Its first paragraph; empty: ours.")
    private @Nullable String introduction;

    MailTextCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        boolean given = subject != null || introduction != null;
        if (mail == null && !given) {
            Installation.use(terminal, this::list);
            return;
        }
        if (mail == null || language == null) {
            throw new Refusal(
                    "Say which mail, and in which language: 'vestibule portal mail-text " + id + " sign-in en'.");
        }
        MailPurpose purpose = MailPurpose.ofLabel(mail)
                .orElseThrow(() -> new Refusal("\"" + Arguments.shown(String.valueOf(mail)) + "\" is no mail; give "
                        + Arrays.stream(MailPurpose.values())
                                .map(MailPurpose::label)
                                .collect(Collectors.joining(", "))
                        + "."));
        Language spoken = Language.ofTag(language)
                .orElseThrow(() -> new Refusal("\"" + Arguments.shown(String.valueOf(language))
                        + "\" is no language of mail; give en, de, es or fr."));
        Installation.use(terminal, installation -> {
            installation.portal(id);
            MailTextAdministration texts = installation.mailTexts();
            if (given) {
                set(texts, purpose, spoken);
            }
            show(texts, purpose, spoken);
        });
    }

    private void list(Installation installation) {
        installation.portal(id);
        List<Own> own = installation.mailTexts().list(id);
        if (own.isEmpty()) {
            terminal.say("All mail of portal " + id + " has our words.");
            return;
        }
        Table table = Table.of("MAIL", "LANGUAGE", "SUBJECT", "INTRODUCTION");
        own.forEach(one -> table.row(
                one.purpose(),
                one.language(),
                one.text().subject() == null ? "ours" : one.text().subject(),
                one.text().introduction() == null ? "ours" : one.text().introduction()));
        table.print(terminal);
    }

    private void set(MailTextAdministration texts, MailPurpose purpose, Language spoken) {
        MailText before = texts.find(id, purpose, spoken);
        MailText text = new MailText(
                changed(before.subject(), subject),
                changed(before.introduction(), introduction == null ? null : MailText.paragraph(introduction)));
        switch (texts.set(id, purpose, spoken, text, AuditContext.COMMAND)) {
            case SetResult.Done() -> {}
            case SetResult.BadSubject(String why) -> throw new Refusal("The subject " + why + ".");
            case SetResult.BadIntroduction(String why) -> throw new Refusal("The introduction " + why + ".");
            case SetResult.UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
        }
    }

    private static @Nullable String changed(@Nullable String before, @Nullable String given) {
        if (given == null) {
            return before;
        }
        return given.isEmpty() ? null : given;
    }

    private void show(MailTextAdministration texts, MailPurpose purpose, Language spoken) {
        MailText own = texts.find(id, purpose, spoken);
        MailText ours = texts.builtIn(purpose, spoken);
        Table.ofFields()
                .row("subject", own.subject() == null ? ours.subject() + " (ours)" : own.subject())
                .row("introduction", own.introduction() == null ? ours.introduction() + " (ours)" : own.introduction())
                .print(terminal);
    }
}

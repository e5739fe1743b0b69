package io.vestibule.console;

import io.vestibule.administration.LanguageCode;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PortalName;
import io.vestibule.administration.Sender;
import io.vestibule.audit.AuditContext;
import io.vestibule.mail.Language;
import io.vestibule.portal.Portal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A portal's name, language, sender and policy. */
final class SettingsPart implements PortalPart {
    static final String NAME_RULE = "The name must be one line of at most " + PortalName.LONGEST + " characters.";
    static final String LANGUAGE_RULE = "The language must be two letters (ISO 639-1), such as en or de.";
    static final String TAKEN = "Another portal has the name.";

    private final PortalAdministration portals;
    private final String serverSender;

    SettingsPart(PortalAdministration portals, String serverSender) {
        this.portals = portals;
        this.serverSender = serverSender;
    }

    @Override
    public String path() {
        return "settings";
    }

    @Override
    public String title() {
        return "Name, mail and answers";
    }

    @Override
    public String lead() {
        return "Each node knows within a second. Mail that waits goes out with what holds then.";
    }

    @Override
    public String done() {
        return "The settings are changed.";
    }

    @Override
    public List<Value> values(Portal portal) {
        return List.of(
                Value.own("Name", portal.name()),
                Value.own("Language", portal.language() + ", for mail to customers who have none of their own"),
                Value.of(
                        "Sender of mail",
                        portals.sender(portal.id()).orElse(null),
                        serverSender,
                        "the server (VESTIBULE_MAIL_FROM)"),
                Value.own(
                        "Answers",
                        portal.hardened()
                                ? "hardened: uniform where a contract gives more away"
                                : "as the contracts have them"));
    }

    @Override
    public List<Field> fields(Call call, Portal portal) {
        return List.of(
                Field.line(call, "name", "Name", portal.name(), "As people know it: it stands on pages and in mail."),
                Field.choice(call, "language", "Language", portal.language(), languages(portal.language())),
                Field.line(
                        call,
                        "sender",
                        "Sender of mail",
                        portals.sender(portal.id()).orElse(""),
                        "Such as Example Homes <no-reply@example.com>. Empty: inherited from the server, "
                                + serverSender + "."),
                Field.tick(
                        call,
                        "hardened",
                        "Hardened answers",
                        portal.hardened(),
                        "Where a contract gives away which addresses exist, answers are uniform instead."));
    }

    /** Those that mail is written in, and the one that it has. */
    static List<Field.Option> languages(String now) {
        return Stream.concat(Stream.of(Language.values()).map(Language::tag), Stream.of(now))
                .distinct()
                .map(tag -> new Field.Option(tag, tag + ", " + Locale.of(tag).getDisplayLanguage(Locale.ENGLISH)))
                .toList();
    }

    @Override
    public Optional<String> change(Call call, Portal portal, AuditContext context) {
        Optional<PortalName> name = PortalName.parse(call.field("name").strip());
        Optional<LanguageCode> language = LanguageCode.parse(call.field("language"));
        String typed = call.field("sender").strip();
        Optional<Sender> sender = Sender.parse(typed);
        if (name.isEmpty()) {
            return Optional.of(NAME_RULE);
        }
        if (language.isEmpty()) {
            return Optional.of(LANGUAGE_RULE);
        }
        if (!typed.isEmpty() && sender.isEmpty()) {
            return Optional.of("The sender must be one mailbox, such as Example Homes <no-reply@example.com>.");
        }
        if (!name.get().value().equals(portal.name())) {
            switch (portals.rename(portal.id(), name.get(), context)) {
                case PortalAdministration.Done() -> {}
                case PortalAdministration.NameTaken() -> {
                    return Optional.of(TAKEN);
                }
                case PortalAdministration.UnknownPortal(long unknown) -> throw new Refused(Notice.unknown());
            }
        }
        if (!language.get().value().equals(portal.language())) {
            check(portals.setLanguage(portal.id(), language.get(), context));
        }
        if (!typed.equals(portals.sender(portal.id()).orElse(""))) {
            check(portals.setSender(portal.id(), sender.orElse(null), context));
        }
        if (call.has("hardened") != portal.hardened()) {
            check(portals.harden(portal.id(), call.has("hardened"), context));
        }
        return Optional.empty();
    }

    private static void check(PortalAdministration.SetResult result) {
        switch (result) {
            case PortalAdministration.Done() -> {}
            case PortalAdministration.UnknownPortal(long unknown) -> throw new Refused(Notice.unknown());
        }
    }
}

package io.vestibule.command;

import io.vestibule.administration.UpstreamAdministration;
import io.vestibule.administration.UpstreamAdministration.Asked;
import io.vestibule.administration.UpstreamAdministration.BadCredentials;
import io.vestibule.administration.UpstreamAdministration.BadUrl;
import io.vestibule.administration.UpstreamAdministration.Done;
import io.vestibule.administration.UpstreamAdministration.NoUpstream;
import io.vestibule.administration.UpstreamAdministration.RemoveResult;
import io.vestibule.administration.UpstreamAdministration.UnknownPortal;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.LoginName;
import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.transfer.CustomerExport;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.Unwritable;
import io.vestibule.upstream.LookUpResult;
import io.vestibule.upstream.UpstreamClients;
import io.vestibule.upstream.UpstreamProgressStore.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vestibule portal upstream}. */
@Command(
        name = "upstream",
        description = {
            "The system that a portal comes from: it is asked for customers who aren't here yet.",
            "docs/moving-in.md tells of a portal's move."
        },
        synopsisSubcommandLabel = "COMMAND")
final class UpstreamCommand {
    private final Terminal terminal;

    UpstreamCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "set",
            description = "Sets a portal's upstream, in the place of another. Try it: 'portal upstream test'.")
    void set(
            @Parameters(paramLabel = "ID", description = "The portal.") long id,
            @Parameters(paramLabel = "KIND", description = "sonar, logicboxes, keaze or hook.") String kind,
            @Option(
                            names = "--url",
                            paramLabel = "URL",
                            required = true,
                            description =
                                    "Where its API begins, without /api: https://example.com; of a hook, what is called.")
                    String url,
            @Option(
                            names = "--credentials-file",
                            paramLabel = "FILE",
                            description = {
                                "A JSON object: sonar has username and password, logicboxes auth-userid and api-key, hook secret",
                                "(whsec_...), keaze portal-id or no file."
                            })
                    @Nullable
                    Path credentials,
            @Option(
                            names = "--ids-from",
                            paramLabel = "NUMBER",
                            description =
                                    "First id for customers and accounts created here; must be higher than any id that the upstream has,"
                                            + " or will have. VESTIBULE_DATABASE_FIRST_CUSTOMER_ID if left out.")
                    @Nullable
                    Long firstId) {
        Kind known = Kind.parse(kind)
                .orElseThrow(() -> new Refusal("\"" + Arguments.shown(kind)
                        + "\" is no kind of upstream; give sonar, logicboxes, keaze or hook."));
        if (firstId != null && (firstId < 1 || firstId > UpstreamAdministration.LAST_FIRST_ID)) {
            throw new Refusal("--ids-from must be from 1 to " + UpstreamAdministration.LAST_FIRST_ID + ".");
        }
        byte[] read = credentials == null ? "{}".getBytes(StandardCharsets.US_ASCII) : read(credentials);
        Installation.use(terminal, installation -> {
            try (UpstreamClients clients = installation.upstreamClients()) {
                switch (installation.upstreams(clients).set(id, known, url, read, firstId, AuditContext.COMMAND)) {
                    case Done() ->
                        terminal.say(
                                "Portal " + id + " asks " + Arguments.shown(url) + " for customers who aren't here."
                                        + " Next: 'vestibule portal upstream test " + id + "'.");
                    case UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
                    case BadUrl(String why) ->
                        throw new Refusal("\"" + Arguments.shown(url) + "\" can't be asked: " + why + ".");
                    case BadCredentials(String why) -> throw new Refusal("The credentials can't be used: " + why + ".");
                }
            }
        });
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Refusal("The file " + Arguments.shown(file.toString()) + " can't be read.", e);
        }
    }

    @Command(name = "show", description = "Shows a portal's upstream, and how far its move is.")
    void show(@Parameters(paramLabel = "ID", description = "The portal.") long id) {
        Installation.use(terminal, installation -> {
            installation.portal(id);
            try (UpstreamClients clients = installation.upstreamClients()) {
                Progress progress = installation.upstreams(clients).progress(id).orElseThrow(() -> none(id));
                Table.ofFields()
                        .row(
                                "upstream",
                                progress.upstream().kind().label() + " "
                                        + progress.upstream().url())
                        .row("since", when(progress.upstream().setAt()))
                        .row("moved in", progress.movedIn())
                        .row("in the last 24 hours", progress.lastDay())
                        .row("a day, in the last week", String.format(Locale.ROOT, "%.1f", progress.aDay()))
                        .row("known here, and still there", progress.awaited())
                        .row("last fault", fault(progress))
                        .print(terminal);
            }
        });
    }

    private static String fault(Progress progress) {
        Instant at = progress.faultAt();
        return at == null ? "none" : when(at) + ": " + progress.fault();
    }

    private static String when(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Refusal none(long id) {
        return new Refusal("Portal " + id + " has no upstream; 'vestibule portal upstream set' gives it one.");
    }

    @Command(
            name = "off",
            description =
                    "Takes a portal's upstream away. Who hasn't moved in can't sign in with a password from then on.")
    void off(@Parameters(paramLabel = "ID", description = "The portal.") long id) {
        Installation.use(terminal, installation -> remove(installation, id));
    }

    private void remove(Installation installation, long id) {
        try (UpstreamClients clients = installation.upstreamClients()) {
            RemoveResult result = installation.upstreams(clients).remove(id, AuditContext.COMMAND);
            switch (result) {
                case Done() -> terminal.say("Portal " + id + " has no upstream any more.");
                case NoUpstream() -> throw none(id);
                case UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
            }
        }
    }

    @Command(
            name = "test",
            description =
                    "Asks a portal's upstream who has a login, and stores nothing: whether it can be reached, and knows us.")
    void test(
            @Parameters(paramLabel = "ID", description = "The portal.") long id,
            @Parameters(
                            paramLabel = "LOGIN",
                            arity = "0..1",
                            description = "An address or username; one that nobody has if left out.")
                    @Nullable
                    String login) {
        LoginName asked = login == null ? UpstreamAdministration.NOBODY : LoginName.of(login);
        Installation.use(terminal, installation -> {
            try (UpstreamClients clients = installation.upstreamClients()) {
                switch (installation.upstreams(clients).test(id, asked)) {
                    case Asked(UpstreamClients.Probe.Answered(LookUpResult result)) -> terminal.say(told(result));
                    case Asked(UpstreamClients.Probe.Faulty(String what)) ->
                        throw new Refusal("The upstream of portal " + id + " can't be used: " + what + ".");
                    case NoUpstream() -> throw none(id);
                    case UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
                }
            }
        });
    }

    private static String told(LookUpResult result) {
        return switch (result) {
            case LookUpResult.Known(var customer) ->
                "The upstream answers, and knows the login"
                        + (customer.id() == null ? "" : ": customer " + customer.id())
                        + ". It tells of: "
                        + String.join(
                                " ",
                                customer.profile().keySet().stream().sorted().toList());
            case LookUpResult.Disabled() -> "The upstream answers: whoever has the login can't sign in there.";
            case LookUpResult.Unknown() -> "The upstream answers, and tells of nobody with the login.";
        };
    }

    @Command(
            name = "finish",
            description = {
                "Ends a portal's move: writes who is known here and never came, with what is known, and takes the upstream away.",
                "They can still ask for a new password by mail."
            })
    void finish(
            @Parameters(paramLabel = "ID", description = "The portal.") long id,
            @Parameters(paramLabel = "FILE", description = "Where to, .csv or .jsonl, as 'vestibule export' writes.")
                    Path file) {
        Installation.use(terminal, installation -> {
            installation.portal(id);
            try (UpstreamClients clients = installation.upstreamClients()) {
                if (installation.upstreams(clients).progress(id).isEmpty()) {
                    throw none(id);
                }
            }
            FileFormat format = FileFormat.ofName(file.toString()).orElse(FileFormat.JSON_LINES);
            CustomerExport exports = installation.exports();
            try {
                long count = WholeFile.write(
                        file.toAbsolutePath(),
                        out -> exports.write(id, CustomerExport.Whom.AWAITED, format, out, AuditContext.COMMAND));
                terminal.say(
                        "Customers who never came: " + count + ". They are in " + Arguments.shown(file.toString()));
            } catch (IOException e) {
                throw new Refusal("The file can't be written: " + Unwritable.reason(e), e);
            } catch (UncheckedIOException e) {
                throw new Refusal(String.valueOf(e.getMessage()), e);
            }
            remove(installation, id);
        });
    }
}

package io.vestibule.command;

import io.vestibule.transfer.CustomerImport;
import io.vestibule.transfer.FileFormat;
import io.vestibule.transfer.FileOnDisk;
import io.vestibule.transfer.Reasons;
import io.vestibule.transfer.Run;
import io.vestibule.transfer.Unmapped;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What an import tells at its end: what this call did, what it refused and why, and how to go on. */
final class ImportReport {
    private static final int MOST_REASONS = 10;

    private final Terminal terminal;
    private final CustomerImport.Order order;
    private final Path errors;
    private final long portal;
    private final List<String> hashOptions;

    /**
     * Of an order.
     *
     * @param errors      where refused lines went
     * @param hashOptions what was typed of the file's hashes
     */
    ImportReport(Terminal terminal, CustomerImport.Order order, Path errors, long portal, List<String> hashOptions) {
        this.terminal = terminal;
        this.order = order;
        this.errors = errors;
        this.portal = portal;
        this.hashOptions = hashOptions;
    }

    /**
     * Tells it.
     *
     * @throws Refusal if lines were refused
     */
    void tell(CustomerImport.Outcome outcome) {
        Run run = outcome.now();
        if (outcome.before().finishedAt() != null) {
            terminal.say("There was nothing to do: this file was done before, at "
                    + Objects.requireNonNull(run.finishedAt()).truncatedTo(ChronoUnit.SECONDS) + ", with this result.");
        } else if (outcome.before().pieces() > 0) {
            terminal.say("This went on where an earlier call had stopped, after " + records(outcome.before())
                    + " records; the numbers are those of the whole file.");
        }
        Table numbers = Table.ofFields()
                .row(order.dry() ? "would be imported" : "imported", run.imported())
                .row("there already", run.unchanged())
                .row("refused", run.refused());
        if (run.leftOut() > 0) {
            numbers.row("left out", run.leftOut() + " (not of customers)");
        }
        if (run.partial() > 0) {
            numbers.row("without a field", run.partial());
        }
        numbers.row("with another id", run.renumbered()).print(terminal);
        unmapped(outcome.unmapped());
        reasons(outcome.reasons());
        if (run.refused() > 0) {
            throw refused(run);
        } else if (run.partial() > 0) {
            terminal.say("What they came without is told in " + errors + ".");
        }
    }

    private Refusal refused(Run run) {
        boolean one = run.refused() == 1;
        String lines = run.refused() + (one ? " line " : " lines ");
        String reasons = " refused; the error file " + errors + " has the reasons. ";
        return new Refusal(
                order.dry()
                        ? lines + "would be" + reasons
                                + "Nothing was imported: correct what is wrong in the file that you"
                                + " tried, or import without --dry-run and then correct the error file."
                        : lines + (one ? "was" : "were") + reasons + "Correct what is wrong there, then type: "
                                + command());
    }

    private static long records(Run run) {
        return run.imported() + run.unchanged() + run.refused() + run.leftOut();
    }

    private void unmapped(Unmapped unmapped) {
        Map<String, Long> counts = unmapped.counts();
        if (!counts.isEmpty()) {
            terminal.say(
                    "Not imported, since the profile has no such attribute (docs/profile.md tells how to add one): "
                            + counts.entrySet().stream()
                                    .sorted(Map.Entry.<String, Long>comparingByValue()
                                            .reversed()
                                            .thenComparing(Map.Entry.comparingByKey()))
                                    .map(count -> Arguments.shown(count.getKey()) + " (" + count.getValue() + ")")
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
    }

    private void reasons(Reasons reasons) {
        for (Reasons.Reason reason : reasons.most(MOST_REASONS)) {
            terminal.say("Refused " + (reason.count() == 1 ? "once" : reason.count() + " times") + ", line "
                    + reason.first() + (reason.count() == 1 ? ": " : " first: ") + Arguments.shown(reason.sentence()));
        }
        int others = reasons.size() - MOST_REASONS;
        if (others > 0) {
            terminal.say("Other reasons, which the error file has: " + others + ".");
        }
    }

    /** The command that reads the error file. */
    private String command() {
        List<String> words = new ArrayList<>(List.of("vestibule", "import", quoted(errors.toString())));
        order.files().stream()
                .skip(1)
                .map(file -> ((FileOnDisk) file).path().toString())
                .map(ImportReport::quoted)
                .forEach(words::add);
        words.addAll(List.of("--portal", Long.toString(portal)));
        if (FileFormat.ofName(errors.toString()).isEmpty() && FileFormat.own().contains(order.format())) {
            words.addAll(List.of("--format", order.format().word()));
        }
        if (FileFormat.others().contains(order.format())) {
            words.addAll(List.of("--from", order.format().word()));
        }
        if (order.account() != null) {
            words.addAll(List.of("--account", quoted(order.account())));
        }
        order.columns().forEach((column, field) -> words.addAll(List.of("--column", quoted(column + "=" + field))));
        if (order.zone() != null) {
            words.addAll(List.of("--zone", order.zone().getId()));
        }
        if (order.lenient()) {
            words.add("--lenient");
        }
        hashOptions.stream().map(ImportReport::quoted).forEach(words::add);
        return String.join(" ", words);
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9@%+=:,./_-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}

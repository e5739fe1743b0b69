package io.vestibule.transfer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Stores batches: who is made, what is refused, and the mark of how far the file is, all in one transaction. */
final class Writing {
    private final BatchStore batches;
    private final Journal journal;
    private final ErrorLines form;
    private final HashKinds kinds;
    private final Run before;

    /** @param before how the run stood when this call began */
    Writing(BatchStore batches, Journal journal, ErrorLines form, HashKinds kinds, Run before) {
        this.batches = batches;
        this.journal = journal;
        this.form = form;
        this.kinds = kinds;
        this.before = before;
    }

    /** Stores a batch; gives how the import stands then. */
    Journal.Standing store(Run run, Batch batch, Reasons reasons, Unmapped unmapped) {
        return batches.store(
                run, Questions.of(batch.entries), existing -> reconciled(run, batch, existing), (after, reconciled) -> {
                    var stands = new Journal.Standing(
                            batch.bytes, after, before, reasons.with(reconciled.refused()), unmapped);
                    journal.mark(stands);
                    return stands;
                });
    }

    private BatchStore.Reconciled reconciled(Run run, Batch batch, Existing existing) {
        var reconciler = new Reconciler(existing);
        List<ErrorText.Line> refused = new ArrayList<>(batch.wrong);
        List<ErrorText.Line> lines = new ArrayList<>();
        List<NewRow> made = new ArrayList<>();
        long there = 0;
        for (Entry entry : batch.entries) {
            switch (reconciler.reconcile(entry)) {
                case Reconciliation.New(NewRow row) -> {
                    made.add(row);
                    if (!entry.odd().isEmpty()) {
                        lines.add(new ErrorText.Line(
                                entry.source(), "Imported without a field: " + String.join(" ", entry.odd())));
                    }
                }
                case Reconciliation.There() -> there++;
                case Reconciliation.Refused(String reason) -> refused.add(new ErrorText.Line(entry.source(), reason));
            }
        }
        lines.addAll(refused);
        lines.sort(Comparator.comparingLong(line -> line.source().line()));
        long errorBytes = journal.append(run.errorBytes(), new ErrorText(form, lines));
        Run after = run.after(new Run.Step(
                batch.pieces,
                made.size(),
                there,
                refused.size(),
                batch.leftOut,
                lines.size() - refused.size(),
                errorBytes));
        return new BatchStore.Reconciled(after, made, refused, kinds.of(made));
    }
}

package io.vestibule.transfer.job;

import io.vestibule.transfer.ErrorText;
import io.vestibule.transfer.Journal;
import io.vestibule.transfer.Reasons;
import io.vestibule.transfer.Unmapped;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** Keeps what becomes of an import in its row, for as long as this node has it. */
final class WorkJournal implements Journal {
    private final ImportWorkStore store;
    private final ImportFileStore files;
    private final ImportWorkStore.Work work;
    private final UUID node;
    private final BooleanSupplier stopping;

    WorkJournal(
            ImportWorkStore store,
            ImportFileStore files,
            ImportWorkStore.Work work,
            UUID node,
            BooleanSupplier stopping) {
        this.store = store;
        this.files = files;
        this.work = work;
        this.node = node;
        this.stopping = stopping;
    }

    @Override
    public Reasons reasons() {
        return work.before().reasons();
    }

    @Override
    public Unmapped unmapped() {
        return work.before().unmapped();
    }

    @Override
    public long append(long done, ErrorText text) {
        return files.appendErrors(work.job(), work.dry(), done, text);
    }

    @Override
    public void mark(Standing standing) {
        if (stopping.getAsBoolean() || !store.mark(work, node, standing)) {
            throw new StoppedException();
        }
    }
}

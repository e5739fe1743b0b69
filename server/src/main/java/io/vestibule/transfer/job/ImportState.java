package io.vestibule.transfer.job;

import java.util.Locale;

/** Where an import is. */
public enum ImportState {
    /** Its first file is on its way. */
    UPLOADING,
    /** Its files are here, and nothing was done with them. */
    READY,
    /** A dry run is due, or is going on. */
    CHECKING,
    /** A dry run told what would be done. */
    CHECKED,
    /** It is due, or is going on. */
    RUNNING,
    DONE,
    /** It can't go on; what was done before stays done. */
    FAILED,
    /** Somebody stopped it; what was done before stays done. */
    CANCELLED;

    /** As it is kept, and told. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ImportState of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** Whether a node is at it, or will be. */
    public boolean isBusy() {
        return this == CHECKING || this == RUNNING;
    }

    /** Whether it can be changed, checked and started. */
    public boolean canBegin() {
        return this == READY || this == CHECKED || this == FAILED || this == CANCELLED;
    }
}

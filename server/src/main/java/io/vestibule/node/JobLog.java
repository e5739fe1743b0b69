package io.vestibule.node;

import java.time.Duration;
import java.time.Instant;

/** Keeps what is known of a job of this node. For one thread that does it, and any that ask. */
public final class JobLog {
    private volatile Job job;

    public JobLog(String name) {
        this.job = new Job(name, null, Duration.ZERO, null, null, null);
    }

    /** It was done. */
    public void done(Duration took, Duration untilNext) {
        Job before = job;
        Instant now = Instant.now();
        job = new Job(before.name(), now, took, now.plus(untilNext), before.fault(), before.faultAt());
    }

    /** It was done in vain. */
    public void failed(String fault, Duration took, Duration untilNext) {
        Instant now = Instant.now();
        job = new Job(job.name(), now, took, now.plus(untilNext), fault, now);
    }

    /** What is known now. */
    public Job job() {
        return job;
    }
}

package io.vestibule.bench.load;

import io.vestibule.bench.load.Step.Ask;
import io.vestibule.bench.load.Step.End;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests that belong together: all steps of one count as one answer, which is timed from the first request. */
public final class Steps implements Script {
    private static final int MOST_CONNECTIONS = 1024;

    private final Supplier<@Nullable Ask> first;
    private final @Nullable Ask[] underway = new @Nullable Ask[MOST_CONNECTIONS];

    /** @param first makes the first step, each time anew; null: there is no more */
    public Steps(Supplier<@Nullable Ask> first) {
        this.first = first;
    }

    @Override
    public byte @Nullable [] request(int connection) {
        Ask step = underway[connection];
        if (step == null) {
            step = first.get();
            underway[connection] = step;
        }
        return step == null ? null : step.request();
    }

    @Override
    public boolean answered(int connection, Answer answer) {
        Ask step = underway[connection];
        underway[connection] = null;
        return switch (step == null ? End.FAILED : step.then().apply(answer)) {
            case Ask next -> {
                underway[connection] = next;
                yield true;
            }
            case End end -> end == End.DONE;
        };
    }

    @Override
    public boolean isWhole(int connection) {
        return underway[connection] == null;
    }
}

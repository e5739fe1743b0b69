package io.vestibule.bench;

import io.vestibule.bench.load.Answer;
import io.vestibule.bench.load.Script;
import org.jspecify.annotations.Nullable;

/** The first requests of another script, and no more. */
public final class Few implements Script {
    private final Script script;
    private long left;

    /** So many requests. */
    public Few(Script script, long requests) {
        this.script = script;
        this.left = requests;
    }

    @Override
    public byte @Nullable [] request(int connection) {
        return left-- > 0 ? script.request(connection) : null;
    }

    @Override
    public boolean answered(int connection, Answer answer) {
        return script.answered(connection, answer);
    }

    @Override
    public boolean isWhole(int connection) {
        return script.isWhole(connection);
    }
}

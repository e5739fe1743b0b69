package io.vestibule.password.legacy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A hash of what a system made of the password before, where the hash's own text doesn't tell it. */
record Prepared(Preparation before, LegacyHash hash) implements LegacyHash {

    static Prepared of(Preparation before, LegacyHash hash) {
        return hash instanceof Prepared(Preparation after, LegacyHash inner)
                ? new Prepared(before.then(after), inner)
                : new Prepared(before, hash);
    }

    @Override
    public String kind() {
        return hash.kind();
    }

    @Override
    public long nanos() {
        return hash.nanos();
    }

    @Override
    public @Nullable String tooExpensive() {
        return hash.tooExpensive();
    }

    @Override
    public double effort(int length) {
        return hash.effort(length);
    }

    @Override
    public List<Preparation> preparations() {
        return hash.preparations().stream().map(before::then).toList();
    }

    @Override
    public boolean matches(byte[] prepared) {
        return hash.matches(prepared);
    }

    @Override
    public String text() {
        return before.prefix() + hash.text();
    }

    @Override
    public LegacyHash decoy() {
        return new Prepared(Preparation.TYPED, hash.decoy());
    }

    @Override
    public String toString() {
        return "Prepared[" + before.steps() + ", " + hash + "]";
    }
}

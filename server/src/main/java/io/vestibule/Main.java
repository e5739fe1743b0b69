package io.vestibule;

import io.vestibule.command.Vestibule;

/** The process. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name, and exits with its code. */
    public static void main(String[] args) {
        System.exit(Vestibule.run(args));
    }
}

package io.vestibule;

/** The command line of Vestibule. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name. */
    public static void main(String[] args) {}
}

package io.vestibule.operations;

/** The version that runs, as its jar has it. */
final class RunningVersion {
    private RunningVersion() {}

    static String text() {
        String version = RunningVersion.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}

package io.vestibule.config;

/** Writes the settings file that the distribution carries, {@code dist/vestibule.yaml}: every setting at its default, behind a #. */
public final class SampleFile {
    private static final String HEAD = """
            # Vestibule's settings, each at its default. Take the # before a key away to change it; what isn't here isn't a setting.
            # bin/vestibule reads /etc/vestibule/vestibule.yaml, or the file that VESTIBULE_CONFIG names, and environment variables
            # win over it. docs/configuration.md tells how values are written.
            #
            # Of each secret there is a key that names a file with it; without -file the key takes the secret itself.
            """;

    private final StringBuilder file = new StringBuilder(HEAD);

    private SampleFile() {}

    /** Prints the file. */
    public static void main(String[] args) {
        System.out.print(yaml());
    }

    static String yaml() {
        var sample = new SampleFile();
        Config.sections().forEach(sample::section);
        return sample.file.toString();
    }

    private void section(Section section) {
        file.append("\n### ").append(section.title()).append('\n');
        section.settings().forEach(this::setting);
    }

    private void setting(Setting<?> setting) {
        file.append("\n# ").append(setting.meaning()).append('\n');
        if (setting.fallback() == null) {
            file.append("# (")
                    .append(setting.kind().name())
                    .append("; without: ")
                    .append(setting.absence());
            file.append(")\n#")
                    .append(setting.kind().secret() ? setting.fileKey() : setting.key())
                    .append(":\n");
        } else {
            file.append("# (").append(setting.kind().name()).append(")\n");
            file.append('#')
                    .append(setting.key())
                    .append(": ")
                    .append(setting.fallback())
                    .append('\n');
        }
    }
}

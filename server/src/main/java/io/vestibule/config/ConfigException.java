package io.vestibule.config;

import java.util.List;

/**
 * The settings can't be used. The message is every fault, one a line, each naming the setting, what is wrong and what to do;
 * none echoes a secret.
 */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> faults;

    ConfigException(List<String> faults) {
        super(String.join("\n", faults));
        this.faults = List.copyOf(faults);
    }

    /** One line each; never empty. */
    public List<String> faults() {
        return faults;
    }
}

package io.vestibule.config;

/** What the log tells. */
public record LogConfig(Level level) {

    /** From the fewest lines to the most. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    static final Setting<Level> LEVEL =
            Setting.of("log.level", Kind.oneOf(Level.class), "info", "How much the log tells");

    static LogConfig read(Settings settings) {
        settings.section("Log");
        return new LogConfig(settings.get(LEVEL));
    }
}

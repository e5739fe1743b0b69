package io.vestibule.operations;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.vestibule.config.Config;
import io.vestibule.config.LogConfig;
import io.vestibule.config.Mode;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Where log lines go and which there are: on standard output, for people in test mode and as JSON in live mode. Libraries say
 * only what is wrong; what Flyway migrates is worth a line. The JDK's own logging, which libraries use, ends up here too.
 */
public final class Logging {
    private static final String MIGRATIONS = "org.flywaydb.core.internal.command.DbMigrate";

    private Logging() {}

    /** For a server. */
    public static void serving(Config config) {
        Level level = level(config.log().level());
        LoggerContext context = fresh();
        Layout<ILoggingEvent> layout = config.mode() == Mode.LIVE ? new JsonLines() : readable(context);
        append(context, layout, "System.out", level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        context.getLogger("io.vestibule").setLevel(level);
        context.getLogger("access").setLevel(level);
        context.getLogger(MIGRATIONS).setLevel(level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO);
    }

    /** For a command, whose standard output is its answer: warnings, on standard error. */
    public static void commanding() {
        LoggerContext context = fresh();
        append(context, readable(context), "System.err", Level.WARN);
    }

    private static LoggerContext fresh() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return context;
    }

    private static void append(LoggerContext context, Layout<ILoggingEvent> layout, String target, Level level) {
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget(target);
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(console);
    }

    private static PatternLayout readable(LoggerContext context) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0} %X{request} %msg%n");
        return layout;
    }

    private static Level level(LogConfig.Level level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
        };
    }
}

package io.vestibule.config;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * All settings of an installation, read once at start and consistent with each other.
 *
 * @param defaultPortal the id of the portal that a request without one belongs to
 */
public record Config(
        Mode mode,
        long defaultPortal,
        HttpConfig http,
        DatabaseConfig database,
        KeysConfig keys,
        MailConfig mail,
        GuardConfig guard,
        SessionConfig session,
        LinkConfig link,
        PasswordConfig password,
        LogicBoxesConfig logicBoxes,
        UpstreamConfig upstream,
        ImportConfig imports,
        LogConfig log) {

    static final Setting<Mode> MODE = Setting.of(
            "mode",
            Kind.oneOf(Mode.class),
            "live",
            "test shows what would be mailed, and listens on loopback only; live is for customers");
    static final Setting<Long> DEFAULT_PORTAL = Setting.of(
            "default-portal",
            Kind.of("portal id", "a portal's id, a whole number above zero", Config::portalId),
            "1",
            "Portal of requests that name none");

    /**
     * Reads the settings from environment variables, and from the YAML file that {@code VESTIBULE_CONFIG} names if it is set.
     *
     * @throws ConfigException with every fault, if there is any
     */
    public static Config read(Map<String, String> env) {
        return read(env, Rules::check);
    }

    /**
     * The same for a command that works on the database and doesn't serve: what only serving needs (a mail server, say) may
     * be missing. Each setting must still be right by itself.
     *
     * @throws ConfigException with every fault, if there is any
     */
    public static Config readForStore(Map<String, String> env) {
        return read(env, Rules::checkStore);
    }

    private static Config read(Map<String, String> env, BiConsumer<Config, Settings> rules) {
        Settings settings = Settings.of(env);
        Config config = of(settings);
        rules.accept(config, settings);
        settings.refuseUnknown();
        settings.refuseFaults();
        return config;
    }

    /** Every setting there is, in the order of the page. */
    static List<Section> sections() {
        Settings settings = Settings.of(Map.of());
        of(settings);
        return settings.sections();
    }

    private static Config of(Settings settings) {
        settings.section("Installation");
        Mode mode = settings.get(MODE);
        return new Config(
                mode,
                settings.get(DEFAULT_PORTAL),
                HttpConfig.read(settings, mode),
                DatabaseConfig.read(settings),
                KeysConfig.read(settings),
                MailConfig.read(settings),
                GuardConfig.read(settings),
                SessionConfig.read(settings),
                LinkConfig.read(settings),
                PasswordConfig.read(settings),
                LogicBoxesConfig.read(settings),
                UpstreamConfig.read(settings),
                ImportConfig.read(settings),
                LogConfig.read(settings));
    }

    private static long portalId(String text) {
        long id = Long.parseLong(text);
        Kind.require(id > 0);
        return id;
    }
}

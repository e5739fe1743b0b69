package io.vestibule.config;

import org.jspecify.annotations.Nullable;

/** What must hold between settings. A rule is silent while a setting it looks at is wrong by itself. */
final class Rules {
    private static final String WHY_LOOPBACK = "test mode's answers contain sign-in links, so only this machine may ";

    private Rules() {}

    /** What must hold to serve. */
    static void check(Config config, Settings settings) {
        if (settings.sound(Config.MODE)) {
            switch (config.mode()) {
                case TEST -> testMode(config, settings);
                case LIVE -> liveMode(config, settings);
            }
        }
        checkStore(config, settings);
    }

    /** What must hold to work on the database. */
    static void checkStore(Config config, Settings settings) {
        boolean keyless = config.database().url() != null && config.keys().master() == null;
        if (keyless && settings.sound(DatabaseConfig.URL, KeysConfig.MASTER)) {
            settings.fault(
                    KeysConfig.MASTER,
                    "missing, and required with " + DatabaseConfig.URL.name() + "; give "
                            + KeysConfig.MASTER.kind().form() + ", the same on every node");
        }
    }

    private static void testMode(Config config, Settings settings) {
        loopback(settings, HttpConfig.HOST, config.http().host());
        loopback(settings, HttpConfig.MANAGEMENT_HOST, config.http().managementHost());
        @Nullable SmtpServer smtp = config.mail().smtp();
        if (smtp != null && !smtp.isLoopback()) {
            settings.fault(
                    MailConfig.SMTP,
                    WHY_LOOPBACK + "get its mail; name a server on localhost or none, or set " + liveInstead());
        }
    }

    private static void loopback(Settings settings, Setting<String> setting, String host) {
        if (settings.sound(setting) && !Loopback.is(host)) {
            settings.fault(setting, WHY_LOOPBACK + "reach it; set 127.0.0.1, or set " + liveInstead());
        }
    }

    private static String liveInstead() {
        return Config.MODE.name() + "=live";
    }

    private static void liveMode(Config config, Settings settings) {
        if (config.mail().smtp() == null && settings.sound(MailConfig.SMTP)) {
            settings.fault(
                    MailConfig.SMTP,
                    "missing, and required in live mode; give "
                            + MailConfig.SMTP.kind().form() + ", or set " + Config.MODE.name() + "=test");
        }
        var url = config.http().publicUrl();
        if (settings.sound(HttpConfig.PUBLIC_URL) && "http".equals(url.getScheme()) && !Loopback.is(url.getHost())) {
            settings.fault(
                    HttpConfig.PUBLIC_URL,
                    "links in mail must be https in live mode, or anybody on the way can use them; give an https URL");
        }
    }
}

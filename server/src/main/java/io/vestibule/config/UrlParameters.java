package io.vestibule.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/** The parameters of a database URL. One that the driver doesn't know would do nothing, so it is refused. */
final class UrlParameters {
    private static final String SERVER_TYPE = PGProperty.TARGET_SERVER_TYPE.getName();
    /** The driver's servers that write; {@code any} is tried and may turn out to be one. */
    private static final Set<String> WRITING = Set.of("any", "primary", "master");

    /** libpq's names ("Parameter Key Words" in PostgreSQL's manual) of what the driver names otherwise. */
    private static final Map<String, String> LIBPQ_NAMES = Map.of(
            "target_session_attrs", SERVER_TYPE,
            "connect_timeout", PGProperty.CONNECT_TIMEOUT.getName(),
            "application_name", PGProperty.APPLICATION_NAME.getName(),
            "keepalives", PGProperty.TCP_KEEP_ALIVE.getName(),
            "load_balance_hosts", PGProperty.LOAD_BALANCE_HOSTS.getName(),
            "channel_binding", PGProperty.CHANNEL_BINDING.getName(),
            "require_auth", PGProperty.REQUIRE_AUTH.getName(),
            "sslnegotiation", PGProperty.SSL_NEGOTIATION.getName(),
            "gssencmode", PGProperty.GSS_ENC_MODE.getName(),
            "krbsrvname", PGProperty.KERBEROS_SERVER_NAME.getName());

    /** Values of these that the driver writes otherwise. */
    private static final Map<String, Map<String, String>> LIBPQ_VALUES = Map.of(
            "target_session_attrs", Map.of("read-write", "primary"),
            "keepalives", Map.of("1", "true", "0", "false"),
            "load_balance_hosts", Map.of("disable", "false", "random", "true"));

    private UrlParameters() {}

    /** The query of a JDBC URL, as it is, with its question mark. */
    static String jdbc(String query) {
        List<String> parameters = Arrays.asList(query.split("&", -1));
        parameters.forEach(parameter -> check(name(parameter), value(parameter), LIBPQ_NAMES.get(name(parameter))));
        return "?" + query;
    }

    /** The query of a libpq URL as the driver would have it, with its question mark. */
    static String libpq(String query) {
        List<String> parameters = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            String given = name(parameter);
            String name = LIBPQ_NAMES.getOrDefault(given, given);
            String value = LIBPQ_VALUES.getOrDefault(given, Map.of()).getOrDefault(value(parameter), value(parameter));
            check(name, value, null);
            parameters.add(name + "=" + value);
        }
        return "?" + String.join("&", parameters);
    }

    private static void check(String name, String value, @Nullable String driversName) {
        if (PGProperty.forName(name) == null) {
            List<String> known =
                    Arrays.stream(PGProperty.values()).map(PGProperty::getName).toList();
            throw new UnusableValueException(
                    "its parameter " + name + " is not the driver's; remove it, or did you mean "
                            + (driversName == null ? Nearest.to(name, known) : driversName) + "?");
        }
        if (name.equals(SERVER_TYPE) && !WRITING.contains(value)) {
            throw new UnusableValueException(
                    "its parameter " + name
                            + " asks for a server that need not be the primary, and nothing can be written there; give primary");
        }
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        return equals < 0 ? parameter : parameter.substring(0, equals);
    }

    private static String value(String parameter) {
        int equals = parameter.indexOf('=');
        return equals < 0 ? "" : parameter.substring(equals + 1);
    }
}

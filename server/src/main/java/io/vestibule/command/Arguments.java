package io.vestibule.command;

import io.vestibule.administration.LanguageCode;
import io.vestibule.administration.PortalName;
import io.vestibule.config.Cidr;
import io.vestibule.config.DurationText;
import io.vestibule.customer.EmailAddress;
import io.vestibule.oauth.AuthMethod;
import io.vestibule.oauth.GrantType;
import io.vestibule.operator.Role;
import io.vestibule.portal.AllowedUrl;
import io.vestibule.portal.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Checks and reads what was typed. */
final class Arguments {
    private Arguments() {}

    /** A portal's name. */
    static PortalName portalName(String text) {
        return name("portal", text);
    }

    /** A name by the rule of portals' names, of somebody or something. */
    static PortalName name(String whose, String text) {
        return PortalName.parse(text)
                .orElseThrow(() -> new Refusal(
                        "The " + whose + "'s name must be one line of at most " + PortalName.LONGEST + " characters."));
    }

    /** A code of ISO 639-1. */
    static LanguageCode language(String text) {
        return LanguageCode.parse(text)
                .orElseThrow(() ->
                        new Refusal("\"" + shown(text) + "\" is no language; give its two letters, such as en or de."));
    }

    /** A URL that links may lead to. */
    static AllowedUrl allowedUrl(String text) {
        try {
            return AllowedUrl.of(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal("\"" + shown(text) + "\" can't be allowed: " + e.getMessage() + ".", e);
        }
    }

    /** An address that mail can go to. */
    static EmailAddress email(String text) {
        return EmailAddress.parse(text).orElseThrow(() -> new Refusal("\"" + shown(text) + "\" is no email address."));
    }

    /** Refuses a number outside its bounds. */
    static void between(String what, int number, int least, int most) {
        if (number < least || number > most) {
            throw new Refusal(what + " must be from " + least + " to " + most + ".");
        }
    }

    /** Text as it may be shown again: without what could move a terminal's cursor. */
    static String shown(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** A network in CIDR notation. */
    static final class OfNetwork implements ITypeConverter<Cidr> {
        @Override
        public Cidr convert(String text) {
            try {
                return Cidr.parse(text);
            } catch (RuntimeException e) {
                throw new TypeConversionException(
                        "give a network such as 10.0.0.0/8 or fd00::/8, with no bit set behind the prefix, or one"
                                + " address");
            }
        }
    }

    /** A dialect that API clients speak, in whatever case. */
    static final class OfDialect implements ITypeConverter<Dialect> {
        @Override
        public Dialect convert(String text) {
            return Dialect.OF_CLIENTS.stream()
                    .filter(dialect -> dialect.label().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(Dialect.OF_CLIENTS.stream()
                            .map(Dialect::label)
                            .collect(Collectors.joining(" or ", "give ", ""))));
        }
    }

    /** A role of operators. */
    static final class OfRole implements ITypeConverter<Role> {
        @Override
        public Role convert(String text) {
            return Role.parse(text.toLowerCase(Locale.ROOT))
                    .orElseThrow(() -> new TypeConversionException("give viewer, support or owner"));
        }
    }

    /** How a client of OpenID Connect proves itself. */
    static final class OfAuthMethod implements ITypeConverter<AuthMethod> {
        @Override
        public AuthMethod convert(String text) {
            return AuthMethod.parse(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "give client_secret_basic, client_secret_post, private_key_jwt or none"));
        }
    }

    /** What a client of OpenID Connect may show for tokens. */
    static final class OfGrantType implements ITypeConverter<GrantType> {
        @Override
        public GrantType convert(String text) {
            return GrantType.parse(text.equals("device_code") ? GrantType.DEVICE_CODE.label() : text)
                    .orElseThrow(() -> new TypeConversionException(
                            "give authorization_code, refresh_token, client_credentials or device_code"));
        }
    }

    /** A moment: so long ago, or written out. */
    static final class OfMoment implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return text.endsWith("Z") ? Instant.parse(text) : Instant.now().minus(DurationText.parse(text));
            } catch (RuntimeException e) {
                throw new TypeConversionException(
                        "give how long ago, such as 24h or 7d, or a moment such as 2026-11-28T10:00:00Z");
            }
        }
    }

    /** A duration as in the settings. */
    static final class OfDuration implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return DurationText.parse(text);
            } catch (RuntimeException e) {
                throw new TypeConversionException("give a duration such as 30s, 15m, 24h or 14d; 0s is none");
            }
        }
    }
}

package io.vestibule.console;

import io.vestibule.administration.ClientAdministration.Details;
import io.vestibule.config.Cidr;
import io.vestibule.http.Answer;
import io.vestibule.oauth.ClientMetadata;
import io.vestibule.oauth.GrantType;
import io.vestibule.portal.ApiClient;
import io.vestibule.portal.Dialect;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A client as a form has it: each field a text, a box that is ticked has the text {@code yes}.
 *
 * @param openid whether it is an application of OpenID Connect
 * @param fields by name; one that is missing is empty
 */
public record ClientForm(boolean openid, Map<String, String> fields) {
    static final String YES = "yes";

    /** What the template shows. */
    public record View(FormFrame frame, ClientForm form) {
        /** Whether it makes another one. */
        public boolean adds() {
            return frame.version().isEmpty();
        }
    }

    public ClientForm {
        fields = Map.copyOf(fields);
    }

    /** Why a text can't be what it shall be, as a sentence. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String sentence) {
            super(sentence, null, false, false);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /** What was typed. */
    static ClientForm typed(Call call, boolean openid) {
        Map<String, String> fields = new HashMap<>();
        call.request().formParameters().all().keySet().forEach(name -> fields.put(name, call.field(name)));
        return new ClientForm(openid, fields);
    }

    /** A new client, as usual. */
    static ClientForm usual(boolean openid) {
        return new ClientForm(openid, openid ? ApplicationFields.of(ClientMetadata.usual(null)) : Map.of());
    }

    /** A client as it is. */
    static ClientForm of(Details details) {
        Map<String, String> fields = new HashMap<>();
        ApiClient client = details.client();
        client.dialects().forEach(dialect -> fields.put("dialect-" + dialect.label(), YES));
        fields.put("networks", lines(client.networks().stream().map(Cidr::toString)));
        if (details.metadata() != null) {
            fields.putAll(ApplicationFields.of(details.metadata()));
        }
        return new ClientForm(details.metadata() != null, fields);
    }

    static String lines(Stream<String> texts) {
        return texts.collect(Collectors.joining("\n"));
    }

    /** The field of a grant type. */
    public static String field(GrantType type) {
        return "grant-" + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String text(String field) {
        return fields.getOrDefault(field, "");
    }

    public boolean ticked(String field) {
        return text(field).equals(YES);
    }

    /** What it speaks. */
    Set<Dialect> dialects() {
        Set<Dialect> dialects = Dialect.OF_CLIENTS.stream()
                .filter(dialect -> !dialect.equals(Dialect.OPENID) && ticked("dialect-" + dialect.label()))
                .collect(Collectors.toCollection(HashSet::new));
        if (openid) {
            dialects.add(Dialect.OPENID);
        }
        return dialects;
    }

    /** Where it may call from. */
    List<Cidr> networks() throws Unreadable {
        List<String> texts = words("networks");
        for (String text : texts) {
            try {
                Cidr.parse(text);
            } catch (RuntimeException e) {
                throw new Unreadable("“" + text + "” is no network: write one a line, such as 203.0.113.0/24.");
            }
        }
        return texts.stream().map(Cidr::parse).toList();
    }

    /** What stands in a field between blanks and ends of lines. */
    List<String> words(String field) {
        return Arrays.stream(text(field).split("[\\s,]+", -1))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    /** What OpenID Connect adds. */
    ClientMetadata metadata() throws Unreadable {
        return ApplicationFields.read(this);
    }

    Answer answer(int status, FormFrame frame) {
        return Screen.show(status, "client-form", new View(frame, this));
    }
}

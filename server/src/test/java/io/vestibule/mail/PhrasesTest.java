package io.vestibule.mail;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PhrasesTest {

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyLanguageHasEveryPhraseWithTheSamePlaces(Language language) throws IOException {
        assertThat(places(language)).isEqualTo(places(Language.ENGLISH));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    PT15M, 15 minutes, 15 Minuten
                    PT1M, 1 minute, 1 Minute
                    PT59.9S, 1 minute, 1 Minute
                    PT90M, 90 minutes, 90 Minuten
                    PT1H, 1 hour, 1 Stunde
                    PT24H, 24 hours, 24 Stunden
                    PT48H, 2 days, 2 Tage
                    """)
    void aTimeSpanIsSaidInTheUnitThatFits(Duration span, String english, String german) {
        assertThat(Phrases.in(Language.ENGLISH).say(span)).isEqualTo(english);
        assertThat(Phrases.in(Language.GERMAN).say(span)).isEqualTo(german);
    }

    @Test
    void aValueIsFilledInAsItIs() {
        String odd = "{address} $1 \\ it's";

        assertThat(Phrases.in(Language.FRENCH).say("greeting", Map.of("name", odd)))
                .isEqualTo("Bonjour " + odd + ",");
    }

    @Test
    void aMissingKeyOrValueIsAFault() {
        var phrases = Phrases.in(Language.ENGLISH);

        assertThatThrownBy(() -> phrases.say("nothing", Map.of())).isInstanceOf(UnmailableException.class);
        assertThatThrownBy(() -> phrases.say("greeting", Map.of())).isInstanceOf(UnmailableException.class);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
                    de, fr, GERMAN
                    de-AT, fr, GERMAN
                    es_MX, en, SPANISH
                    FR, en, FRENCH
                    none, fr-CA, FRENCH
                    it, es, SPANISH
                    none, pt, ENGLISH
                    '', none, ENGLISH
                    deu, en, ENGLISH
                    """)
    void theLanguageIsTheCustomersElseThePortalsElseEnglish(String customers, String portals, Language chosen) {
        assertThat(Language.choose(customers, portals)).isEqualTo(chosen);
    }

    private static Map<String, Set<String>> places(Language language) throws IOException {
        var phrases = new Properties();
        String file = "messages_" + language.tag() + ".properties";
        try (Reader in = new InputStreamReader(
                Objects.requireNonNull(Phrases.class.getResourceAsStream(file)), StandardCharsets.UTF_8)) {
            phrases.load(in);
        }
        return phrases.stringPropertyNames().stream()
                .collect(toMap(
                        key -> key,
                        key -> Phrases.PLACE
                                .matcher(phrases.getProperty(key))
                                .results()
                                .map(MatchResult::group)
                                .collect(toSet())));
    }
}

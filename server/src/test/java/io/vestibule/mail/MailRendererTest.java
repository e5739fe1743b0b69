package io.vestibule.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.branding.Branding;
import io.vestibule.config.Mailbox;
import io.vestibule.mail.WaitingMail.Addressee;
import io.vestibule.mail.WaitingMail.Seal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailRendererTest {
    private static final String ESCAPED_LINK = Samples.LINK.replace("&", "&amp;");

    static Stream<Arguments> everyMail() {
        return Arrays.stream(MailPurpose.values())
                .flatMap(purpose -> Arrays.stream(Language.values()).map(language -> Arguments.of(purpose, language)));
    }

    @ParameterizedTest
    @MethodSource("everyMail")
    void everyPurposeIsWrittenInEveryLanguageAsHtmlAndAsText(MailPurpose purpose, Language language) {
        RenderedMail mail = Samples.rendered(purpose, language.tag());
        Phrases phrases = Phrases.in(language);
        String lead = phrases.say(
                purpose.label() + ".lead", Map.of("portal", "Häuser & Söhne", "address", "zoe@example.com"));

        assertThat(mail.subject()).contains("Häuser & Söhne");
        assertThat(mail.html())
                .startsWith("<!DOCTYPE html>")
                .contains("<html lang=\"" + language.tag() + "\">", "Zoë", "Häuser &amp; Söhne", "</html>")
                .contains(lead.replace("&", "&amp;"));
        assertThat(mail.text())
                .startsWith(phrases.say("greeting", Map.of("name", "Zoë")) + "\n\n" + lead + "\n\n")
                .doesNotContain("&amp;", "&#", "<", "\n\n\n");
    }

    @ParameterizedTest
    @MethodSource("everyMail")
    void aLinkIsAButtonInHtmlAndOnALineOfItsOwnInText(MailPurpose purpose, Language language) {
        RenderedMail mail = Samples.rendered(purpose, language.tag());

        if (purpose.needsLink()) {
            assertThat(mail.html()).containsOnlyOnce("<a href=\"" + ESCAPED_LINK + "\"");
            assertThat(mail.text().lines()).containsOnlyOnce(Samples.LINK);
            assertThat(mail.link()).isEqualTo(Samples.LINK);
        } else {
            assertThat(mail.html()).doesNotContain("<a ");
            assertThat(mail.text()).doesNotContain("http");
            assertThat(mail.link()).isNull();
        }
    }

    /** Rspamd 3.4 fines an odd number of them in multipart/alternative by 1.0 (URI_COUNT_ODD); the same address shown beside the button counted three times. */
    @ParameterizedTest
    @MethodSource("everyMail")
    void theNumberOfLinksOverBothPartsIsEven(MailPurpose purpose, Language language) {
        RenderedMail mail = Samples.rendered(purpose, language.tag());
        long linked =
                Pattern.compile("<a [^>]*href=").matcher(mail.html()).results().count();
        String shown = mail.html().replaceAll("(?s)<head>.*</head>", "").replaceAll("<[^>]*>", " ");

        assertThat(linked + addresses(shown) + addresses(mail.text())).isEqualTo(purpose.needsLink() ? 2 : 0);
    }

    private static long addresses(String text) {
        return Pattern.compile("https?://|www\\.").matcher(text).results().count();
    }

    /** SpamAssassin 4.0.1 reads no bgcolor of a td: white on white, HTML_FONT_LOW_CONTRAST 0.7. Outlook reads nothing else. */
    @Test
    void aButtonsColourIsCssAndAnAttribute() {
        assertThat(Samples.rendered(MailPurpose.SIGN_IN, "en").html())
                .containsPattern("<td [^>]*bgcolor=\"#14508c\"[^>]*background-color:#14508c")
                .containsPattern("<a [^>]*background-color:#14508c[^>]*color:#ffffff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "es", "fr"})
    void aCodeStandsOnALineOfItsOwnAndNotInTheSubject(String language) {
        RenderedMail mail = Samples.rendered(MailPurpose.CODE, language);

        assertThat(mail.html()).contains(">" + Samples.CODE + "<");
        assertThat(mail.text().lines()).containsOnlyOnce(Samples.CODE);
        assertThat(mail.text()).contains("10 ");
        assertThat(mail.subject()).doesNotContain(Samples.CODE);
    }

    @Test
    void aSignInMailReadsLikeThis() {
        assertThat(Samples.rendered(MailPurpose.SIGN_IN, "de-AT").text()).isEqualTo("""
                Guten Tag Zoë,

                Mit diesem Link melden Sie sich bei Häuser & Söhne an. Ein Passwort brauchen Sie nicht.

                Anmelden:
                %s

                Der Link gilt 15 Minuten und funktioniert einmal.

                Falls Sie ihn nicht angefordert haben, können Sie diese Nachricht ignorieren: Ohne den Link kann sich niemand anmelden.

                Mit freundlichen Grüßen
                Häuser & Söhne

                --\s
                Diese Nachricht wurde automatisch versandt.
                """.formatted(Samples.LINK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "es", "fr"})
    void theNoticeToANewAddressMayCarryALinkThatVerifiesIt(String language) {
        var letter = new Letter(MailPurpose.EMAIL_CHANGED_NEW, 1, 7, "new@example.com", Samples.LINK);
        RenderedMail mail =
                Samples.renderer().render(Samples.waiting(MailPurpose.EMAIL_CHANGED_NEW, language, "Zoë", "P"), letter);

        assertThat(mail.to()).isEqualTo("new@example.com");
        assertThat(mail.html()).contains("<a href=\"" + ESCAPED_LINK + "\"", "new@example.com", "24 ");
        assertThat(mail.text())
                .contains("new@example.com", "\n" + Samples.LINK + "\n", "24 ")
                .doesNotContain("\n\n\n");
    }

    @Test
    void htmlIsEscaped() {
        RenderedMail mail = Samples.renderer()
                .render(
                        Samples.waiting(MailPurpose.SIGN_IN, "en", "D'Arcy", "<script>\"x\"</script>"),
                        Samples.letter(MailPurpose.SIGN_IN));

        assertThat(mail.html()).contains("Hello D'Arcy,", "&lt;script").doesNotContain("<script");
        assertThat(mail.text()).contains("Hello D'Arcy,", "<script>\"x\"</script>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Win at https://evil.example",
                "evil.example",
                "<b>Bob</b>",
                "a\nb",
                "Bob <bob@evil.example>",
                "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void aNameThatIsNoNameIsNotRepeated(String firstName) {
        RenderedMail mail = Samples.renderer()
                .render(
                        Samples.waiting(MailPurpose.SIGN_IN, "en", firstName, "P"),
                        Samples.letter(MailPurpose.SIGN_IN));

        assertThat(mail.text()).startsWith("Hello,\n");
        assertThat(mail.html()).contains("Hello,").doesNotContain("evil", "Bob");
    }

    @Test
    void itIsFromThePortalAndItsIdStaysTheSameAtEveryTry() {
        RenderedMail mail = Samples.rendered(MailPurpose.SIGN_IN, "en");

        assertThat(mail.from()).isEqualTo(new Mailbox("Homes", "homes@portal.example"));
        assertThat(mail.messageId()).isEqualTo("<42.1772366400000@portal.example>");
        assertThat(mail.to()).isEqualTo("zoe@example.com");
    }

    @Test
    void aPortalWithoutASenderUsesTheServers() {
        assertThat(renderFrom(null).from()).isEqualTo(new Mailbox("Vestibule", "mail@vestibule.example"));
        assertThat(renderFrom("bare@portal.example").from()).isEqualTo(new Mailbox("Portal", "bare@portal.example"));
        assertThatThrownBy(() -> renderFrom("nonsense")).isInstanceOf(UnmailableException.class);
    }

    private static RenderedMail renderFrom(String sender) {
        var mail = new WaitingMail(
                1,
                1,
                Instant.EPOCH,
                "sign-in",
                1,
                7,
                new Seal(null),
                new Addressee("a@example.com", null, null),
                new Letterhead("Portal", "en", sender, Branding.NONE, null, Map.of()));
        return Samples.renderer().render(mail, Samples.letter(MailPurpose.SIGN_IN));
    }

    @Test
    void aCustomerWithoutAnAddressGetsNoMail() {
        var mail = new WaitingMail(
                1,
                1,
                Instant.EPOCH,
                "sign-in",
                1,
                7,
                new Seal(null),
                new Addressee(null, null, null),
                new Letterhead("Portal", "en", null, Branding.NONE, null, Map.of()));

        assertThatThrownBy(() -> Samples.renderer().render(mail, Samples.letter(MailPurpose.SIGN_IN)))
                .hasMessage("The customer has no address");
    }

    @Test
    void everyLinkSaysHowLongItHolds() {
        assertThatThrownBy(() -> new MailRenderer(Mailbox.parse("a@example.com"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

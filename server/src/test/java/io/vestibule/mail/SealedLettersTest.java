package io.vestibule.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.secret.UnreadableException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SealedLettersTest {
    private final Letter letter = new Letter(MailPurpose.SIGN_IN, 1, 7, "ö@example.com", Samples.LINK);

    @Test
    void whatIsSealedIsUnreadableUntilOpened() {
        byte[] sealed = Samples.LETTERS.seal(letter);

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("canary", "example");
        assertThat(Samples.LETTERS.open(MailPurpose.SIGN_IN, 1, 7, sealed)).isEqualTo(letter);
    }

    @Test
    void aSealOpensOnlyForItsOwnPurposePortalAndCustomer() {
        byte[] sealed = Samples.LETTERS.seal(letter);

        assertThatThrownBy(() -> Samples.LETTERS.open(MailPurpose.RESET_PASSWORD, 1, 7, sealed))
                .isInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> Samples.LETTERS.open(MailPurpose.SIGN_IN, 2, 7, sealed))
                .isInstanceOf(UnreadableException.class);
        assertThatThrownBy(() -> Samples.LETTERS.open(MailPurpose.SIGN_IN, 1, 8, sealed))
                .isInstanceOf(UnreadableException.class);
    }

    @Test
    void aLetterWithNothingOfItsOwnNeedsNoSeal() {
        var notice = new Letter(MailPurpose.PASSWORD_CHANGED, 1, 7, null, null);

        assertThat(Samples.LETTERS.seal(notice)).isNull();
        assertThat(Samples.LETTERS.open(MailPurpose.PASSWORD_CHANGED, 1, 7, null))
                .isEqualTo(notice);
    }

    @Test
    void aLetterThatLeadsNowhereIsRefused() {
        assertThatThrownBy(() -> new Letter(MailPurpose.SIGN_IN, 1, 7, null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Letter(MailPurpose.EMAIL_CHANGED_OLD, 1, 7, null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Letter(MailPurpose.SIGN_IN, 1, 7, "a@example.com\r\nBcc: b@example.com", "l"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noTextOfALetterShowsItsLinkOrAddress() {
        assertThat(letter.toString()).doesNotContain("canary", "example");
        assertThat(Samples.rendered(MailPurpose.SIGN_IN, "en").toString()).doesNotContain("canary", "example.com");
    }
}

package io.vestibule.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vestibule.branding.LogoFile;
import io.vestibule.branding.Pictures;
import io.vestibule.config.MailConfig;
import io.vestibule.config.SmtpServer;
import io.vestibule.mail.Transport.Away;
import io.vestibule.mail.Transport.Outcome;
import io.vestibule.mail.Transport.Refused;
import io.vestibule.mail.Transport.Sent;
import io.vestibule.secret.Secret;
import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpTransportTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private final GreenMail server =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP).dynamicPort());

    @BeforeEach
    void startServer() {
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop();
    }

    private static Outcome send(Transport transport, RenderedMail mail) {
        try (Transport.Connection connection = transport.open()) {
            return connection.send(mail);
        }
    }

    private SmtpTransport transport(String user, @Nullable DkimKey dkim) {
        String url = "smtp://" + user + "127.0.0.1:" + server.getSmtp().getPort();
        return new SmtpTransport(SmtpServer.parse(url), new EhloName(null), dkim, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void aMailArrivesWithTextHtmlAndItsHeaders() throws Exception {
        RenderedMail mail = Samples.rendered("reader@example.com", "Schlüssel für Häuser & Söhne");

        assertThat(send(transport("", null), mail)).isEqualTo(new Sent());

        MimeMessage received = server.getReceivedMessages()[0];
        assertThat(received.getSubject()).isEqualTo("Schlüssel für Häuser & Söhne");
        assertThat(received.getFrom()[0]).hasToString("Homes <homes@portal.example>");
        assertThat(received.getAllRecipients()[0]).hasToString("reader@example.com");
        assertThat(received.getMessageID()).isEqualTo(mail.messageId());
        assertThat(received.getSentDate()).isEqualTo(Date.from(NOW));
        assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(received.getHeader("Content-Language")).containsExactly("de");

        var parts = (MimeMultipart) received.getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContentType()).containsIgnoringCase("text/plain; charset=UTF-8");
        assertThat(unixLines(parts.getBodyPart(0).getContent()))
                .isEqualTo(mail.text())
                .contains("ü");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
        assertThat(unixLines(parts.getBodyPart(1).getContent())).isEqualTo(mail.html());
    }

    /** RFC 2387, RFC 2392: the HTML names the picture, which comes along. Readers that show none have its name. */
    @Test
    void theLogoComesAlong() throws Exception {
        LogoFile logo = LogoFile.parse(Pictures.png(120, 40));
        RenderedMail mail = Samples.branded(logo);
        assertThat(mail.html())
                .contains("<img src=\"cid:logo\" width=\"120\" height=\"40\" alt=\"Häuser &amp; Söhne\"")
                .contains("https://portal.example/terms", "Nutzungsbedingungen");
        assertThat(mail.text()).endsWith("Nutzungsbedingungen: https://portal.example/terms\n");

        assertThat(send(transport("", null), mail)).isEqualTo(new Sent());

        var parts = (MimeMultipart) server.getReceivedMessages()[0].getContent();
        List<BodyPart> leaves = leaves(parts);
        assertThat(leaves)
                .extracting(leaf -> type(leaf).replaceFirst("(?s);.*", ""))
                .containsExactlyInAnyOrder("text/plain", "text/html", "image/png");
        BodyPart picture = leaves.stream()
                .filter(leaf -> type(leaf).startsWith("image/"))
                .findFirst()
                .orElseThrow();
        assertThat(picture.getHeader("Content-ID")).containsExactly("<logo>");
        assertThat(picture.getDisposition()).isEqualTo("inline");
        assertThat(picture.getInputStream().readAllBytes()).isEqualTo(logo.content());
    }

    private static String type(BodyPart part) {
        try {
            return part.getContentType();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<BodyPart> leaves(MimeMultipart parts) throws Exception {
        List<BodyPart> leaves = new ArrayList<>();
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (part.getContent() instanceof MimeMultipart inner) {
                leaves.addAll(leaves(inner));
            } else {
                leaves.add(part);
            }
        }
        return leaves;
    }

    private static String unixLines(Object content) {
        return content.toString().replace("\r\n", "\n");
    }

    @Test
    void aMailIsSignedByDkim(@TempDir Path folder) throws Exception {
        KeyPair pair = keyPair();
        Path file = folder.resolve("dkim.pem");
        Files.writeString(
                file,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        DkimKey dkim = DkimKey.of(new MailConfig.Dkim("portal.example", "s1", Secret.of(Files.readString(file))));
        RenderedMail mail = Samples.rendered("reader@example.com", "Schlüssel für Häuser");

        MimeMessage received = signed(dkim, mail);

        assertThat(received.getMessageID()).isEqualTo(mail.messageId());
        assertThat(received.getHeader("DKIM-Signature", null))
                .contains("d=portal.example", "s=s1", "a=rsa-sha256", "c=relaxed/relaxed");
        assertThat(DkimCheck.verifies(received, pair.getPublic())).isTrue();
        assertThat(own(received)).contains("From", "To", "Subject", "Date", "Auto-Submitted", "Content-Language");
        for (String header : own(received)) {
            var changed = new MimeMessage(received);
            changed.setHeader(header, "changed");
            assertThat(DkimCheck.verifies(changed, pair.getPublic())).as(header).isFalse();
        }
    }

    /** RFC 6376, 8.15: mail programs show the upper one, and a verifier looks at the lower one. */
    @Test
    void nothingIsPutOnTopOfASignedMail() throws Exception {
        KeyPair pair = keyPair();
        MimeMessage received = signed(
                new DkimKey("portal.example", "s1", (RSAPrivateKey) pair.getPrivate()),
                Samples.rendered("reader@example.com", "Hello"));
        assertThat(DkimCheck.verifies(received, pair.getPublic())).isTrue();

        for (String header : own(received)) {
            assertThat(DkimCheck.verifies(under(header + ": another", received), pair.getPublic()))
                    .as(header)
                    .isFalse();
        }
        assertThat(DkimCheck.verifies(under("Reply-To: eve@example.com", received), pair.getPublic()))
                .isFalse();
        assertThat(DkimCheck.verifies(under("Cc: eve@example.com", received), pair.getPublic()))
                .isFalse();
        assertThat(DkimCheck.verifies(under("Received: from a relay", received), pair.getPublic()))
                .as("what a relay writes")
                .isTrue();
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private MimeMessage signed(DkimKey dkim, RenderedMail mail) {
        assertThat(send(transport("", dkim), mail)).isEqualTo(new Sent());
        return server.getReceivedMessages()[0];
    }

    /** The message with one more header, on top. */
    private static MimeMessage under(String header, MimeMessage message) throws Exception {
        var raw = new ByteArrayOutputStream();
        raw.writeBytes((header + "\r\n").getBytes(US_ASCII));
        message.writeTo(raw);
        return new MimeMessage((Session) null, new ByteArrayInputStream(raw.toByteArray()));
    }

    /** The headers that the mail left us with. */
    private static List<String> own(MimeMessage received) throws MessagingException {
        return Collections.list(
                        received.getNonMatchingHeaders(new String[] {"DKIM-Signature", "Received", "Return-Path"}))
                .stream()
                .map(Header::getName)
                .toList();
    }

    @Test
    void aFileThatHoldsNoKeyIsRefused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("dkim.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAA==\n");

        assertThatThrownBy(() ->
                        DkimKey.of(new MailConfig.Dkim("portal.example", "s1", Secret.of(Files.readString(file)))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hello\r\nBcc: victim@example.com", "Hello\nX: y", "Hello\rX"})
    void aLineBreakInAHeaderIsRefused(String injection) {
        assertThat(send(transport("", null), Samples.rendered("reader@example.com", injection)))
                .isInstanceOf(Refused.class);
        assertThat(send(transport("", null), Samples.rendered(injection + "@example.com", "Hello")))
                .isInstanceOf(Refused.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.com,b@example.com",
                "a@example.com; b@example.com",
                "A <a@example.com>",
                "ı@example.com",
                "a@straße.example",
                "nobody",
                ""
            })
    void aMailGoesToOnePlainAddressAndToNoTwinOfIt(String to) {
        assertThat(send(transport("", null), Samples.rendered(to, "Hello"))).isInstanceOf(Refused.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aServerThatIsDownIsAway() {
        var transport = transport("", null);
        server.stop();

        assertThat(send(transport, Samples.rendered("reader@example.com", "Hello")))
                .isInstanceOfSatisfying(
                        Away.class, away -> assertThat(away.fault()).contains("ConnectException"));
    }

    @Test
    void wrongCredentialsAreNoMailsFault() {
        server.setUser("me@example.com", "me", "right");

        assertThat(send(transport("me:right@", null), Samples.rendered("reader@example.com", "Hello")))
                .isEqualTo(new Sent());
        assertThat(send(transport("me:hunter2@", null), Samples.rendered("reader@example.com", "Hello")))
                .isInstanceOfSatisfying(
                        Away.class, away -> assertThat(away.fault()).doesNotContain("hunter2"));
    }
}

package io.vestibule.mail;

import io.vestibule.branding.LogoFile;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;

/** What a message holds: the text and the HTML to choose from (RFC 2046 section 5.1.4), with the logo beside the HTML (RFC 2387). */
final class MessageContent {
    private MessageContent() {}

    static MimeMultipart of(RenderedMail mail) throws MessagingException {
        MimeBodyPart html = text(mail.html(), "html");
        LogoFile logo = mail.logo();
        return new MimeMultipart(
                "alternative", text(mail.text(), "plain"), logo == null ? html : related(html, picture(logo)));
    }

    private static MimeBodyPart text(String text, String subtype) throws MessagingException {
        var part = new MimeBodyPart();
        part.setText(text, MessageWriter.CHARSET, subtype);
        part.setHeader("Content-Transfer-Encoding", "quoted-printable");
        return part;
    }

    private static MimeBodyPart picture(LogoFile logo) throws MessagingException {
        String type = logo.logo().format().mediaType();
        var part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(logo.content(), type)));
        part.setContentID("<logo>"); // RFC 2392: cid:logo
        part.setDisposition(Part.INLINE);
        part.setFileName("logo." + type.substring(type.indexOf('/') + 1));
        return part;
    }

    private static MimeBodyPart related(MimeBodyPart html, MimeBodyPart picture) throws MessagingException {
        var part = new MimeBodyPart();
        part.setContent(new MimeMultipart("related", html, picture));
        return part;
    }
}

package io.vestibule.mail;

import io.vestibule.audit.AuditContext;
import io.vestibule.json.Json;
import io.vestibule.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words of mail that portals have as their own, as operators set them. */
public final class MailTextStore {
    /** A column that {@link #texts} reads: the words of the portal of a mail {@code m} for its purpose. */
    static final String TEXTS = """
            (select json_object_agg(t.language, json_build_object('subject', t.subject, 'introduction', t.introduction))
             from mail_text t where t.portal_id = m.portal_id and t.purpose = m.purpose) as texts""";

    private final Sql sql;

    public MailTextStore(Sql sql) {
        this.sql = sql;
    }

    /** Reads {@link #TEXTS}. */
    static Map<Language, MailText> texts(ResultSet row) throws SQLException {
        String texts = row.getString("texts");
        if (texts == null) {
            return Map.of();
        }
        Map<Language, MailText> read = new EnumMap<>(Language.class);
        ((Json.Object) Json.parse(texts.getBytes(StandardCharsets.UTF_8)))
                .fields()
                .forEach((tag, value) -> Language.ofTag(tag)
                        .ifPresent(language -> read.put(
                                language,
                                new MailText(
                                        ((Json.Object) value).text("subject").orElse(null),
                                        ((Json.Object) value)
                                                .text("introduction")
                                                .orElse(null)))));
        return read;
    }

    /** A mail in a language, of which a portal has words of its own. */
    public record Own(String purpose, String language, MailText text) {}

    /** All words that a portal has as its own. */
    public List<Own> list(long portalId) {
        return sql.withHandle(h -> h.statement("""
                        select purpose, language, subject, introduction from mail_text
                        where portal_id = :portal order by purpose, language
                        """)
                .bind("portal", portalId)
                .map(rs -> new Own(rs.getString("purpose"), rs.getString("language"), text(rs)))
                .list());
    }

    /** A portal's own words of a mail in a language; {@link MailText#NONE} where it has none. */
    public MailText find(long portalId, MailPurpose purpose, Language language) {
        Optional<MailText> found = sql.withHandle(h -> h.statement("""
                        select subject, introduction from mail_text
                        where portal_id = :portal and purpose = :purpose and language = :language
                        """)
                .bind("portal", portalId)
                .bind("purpose", purpose.label())
                .bind("language", language.tag())
                .map(rs -> text(rs))
                .findOne());
        return found.orElse(MailText.NONE);
    }

    private static MailText text(ResultSet rs) throws SQLException {
        return new MailText(rs.getString("subject"), rs.getString("introduction"));
    }

    /** Sets a portal's own words, in the place of others; false if there is no such portal. */
    public boolean set(long portalId, MailPurpose purpose, Language language, MailText text, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with changed as (
                            insert into mail_text (portal_id, purpose, language, subject, introduction)
                            select id, :purpose, :language, :subject, :introduction from portal where id = :portal
                            on conflict (portal_id, purpose, language) do update
                                set subject = excluded.subject, introduction = excluded.introduction
                            returning portal_id, purpose, language, subject, introduction
                        )
                        select audit('mail_text_set', cast(:context as jsonb) || jsonb_build_object('portal', portal_id), null,
                                     jsonb_build_object('purpose', purpose, 'language', language, 'subject', subject,
                                                        'introduction', introduction))
                        from changed
                        """)
                .bind("portal", portalId)
                .bind("purpose", purpose.label())
                .bind("language", language.tag())
                .bind("subject", text.subject())
                .bind("introduction", text.introduction())
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Takes a portal's own words back; false if it has none. */
    public boolean clear(long portalId, MailPurpose purpose, Language language, AuditContext context) {
        return sql.withHandle(h -> h.statement("""
                        with removed as (
                            delete from mail_text where portal_id = :portal and purpose = :purpose and language = :language
                            returning portal_id, purpose, language
                        )
                        select audit('mail_text_cleared', cast(:context as jsonb) || jsonb_build_object('portal', portal_id), null,
                                     jsonb_build_object('purpose', purpose, 'language', language))
                        from removed
                        """)
                .bind("portal", portalId)
                .bind("purpose", purpose.label())
                .bind("language", language.tag())
                .bind("context", context.json())
                .map(rs -> true)
                .findOne()
                .orElse(false));
    }

    /** Keeps that an operator has a mail sent to try it. */
    public void tested(long portalId, MailPurpose purpose, Language language, AuditContext context) {
        sql.withHandle(h -> h.statement("""
                        select audit('mail_tested', cast(:context as jsonb) || jsonb_build_object('portal', cast(:portal as bigint)), null,
                                     jsonb_build_object('purpose', cast(:purpose as text), 'language', cast(:language as text)))
                        """)
                .bind("portal", portalId)
                .bind("purpose", purpose.label())
                .bind("language", language.tag())
                .bind("context", context.json())
                .map(rs -> true)
                .one());
    }
}

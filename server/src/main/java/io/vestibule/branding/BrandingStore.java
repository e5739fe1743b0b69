package io.vestibule.branding;

import io.vestibule.audit.AuditContext;
import io.vestibule.branding.BrandingChanges.Part;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What portals look like, as operators set it. */
public final class BrandingStore {
    /** The columns that {@link #branding} reads, of a portal {@code p} with {@link #JOIN} behind it. */
    public static final String COLUMNS = "p.accent_color, p.terms_url, p.privacy_url, l.hash as logo_hash,"
            + " l.media_type as logo_type, l.width as logo_width, l.height as logo_height";

    /** Joins the logo {@code l}, if there is one. Its {@code content} is for those who send it. */
    public static final String JOIN = " left join portal_logo l on l.portal_id = p.id ";

    private final Sql sql;

    public BrandingStore(Sql sql) {
        this.sql = sql;
    }

    /** Reads {@link #COLUMNS}. */
    public static Branding branding(ResultSet rs) throws SQLException {
        String accent = rs.getString("accent_color");
        return new Branding(
                accent == null ? null : new AccentColor(accent),
                logo(rs),
                url(rs.getString("terms_url")),
                url(rs.getString("privacy_url")));
    }

    private static @Nullable Logo logo(ResultSet rs) throws SQLException {
        String hash = rs.getString("logo_hash");
        return hash == null
                ? null
                : new Logo(
                        hash,
                        Logo.Format.of(rs.getString("logo_type")),
                        rs.getInt("logo_width"),
                        rs.getInt("logo_height"));
    }

    /** The logo of {@link #COLUMNS}, with the file's bytes from another column; null without one. */
    public static @Nullable LogoFile logo(ResultSet rs, String content) throws SQLException {
        Logo logo = logo(rs);
        return logo == null ? null : new LogoFile(logo, rs.getBytes(content));
    }

    private static @Nullable LegalUrl url(@Nullable String text) {
        return text == null ? null : new LegalUrl(text);
    }

    /** Changes it; empty if there is no such portal. */
    public Optional<Branding> change(long portalId, BrandingChanges changes, AuditContext context) {
        return sql.inTransaction(h -> {
            h.statement("""
                            update portal
                            set accent_color = nullif(coalesce(:accent, accent_color), ''),
                                terms_url = nullif(coalesce(:terms, terms_url), ''),
                                privacy_url = nullif(coalesce(:privacy, privacy_url), '')
                            where id = :portal
                            """)
                    .bind("accent", Part.text(changes.accent()))
                    .bind("terms", Part.text(changes.termsUrl()))
                    .bind("privacy", Part.text(changes.privacyUrl()))
                    .bind("portal", portalId)
                    .execute();
            if (changes.logo() != null) {
                setLogo(h, portalId, changes.logo().value());
            }
            return h.statement("select " + COLUMNS + """
                            , audit('portal_branding_changed', cast(:context as jsonb) || jsonb_build_object('portal', p.id), null,
                                    jsonb_build_object('accentColor', p.accent_color, 'termsUrl', p.terms_url,
                                                       'privacyUrl', p.privacy_url, 'logo', l.hash))
                            from portal p
                            """ + JOIN + "where p.id = :portal")
                    .bind("context", context.json())
                    .bind("portal", portalId)
                    .map(rs -> branding(rs))
                    .findOne();
        });
    }

    private static void setLogo(Handle h, long portalId, @Nullable LogoFile file) {
        if (file == null) {
            h.statement("delete from portal_logo where portal_id = :portal")
                    .bind("portal", portalId)
                    .execute();
            return;
        }
        h.statement("""
                        insert into portal_logo (portal_id, hash, media_type, width, height, content)
                        select p.id, :hash, :type, :width, :height, :content from portal p where p.id = :portal
                        on conflict (portal_id) do update
                            set hash = excluded.hash, media_type = excluded.media_type, width = excluded.width,
                                height = excluded.height, content = excluded.content
                        """)
                .bind("portal", portalId)
                .bind("hash", file.logo().hash())
                .bind("type", file.logo().format().mediaType())
                .bind("width", file.logo().width())
                .bind("height", file.logo().height())
                .bind("content", file.content())
                .execute();
    }

    /** A portal's logo, if that is still the one whose file has this name. */
    public Optional<LogoFile> logo(long portalId, String fileName) {
        return logo(portalId).filter(file -> file.logo().fileName().equals(fileName));
    }

    /** A portal's logo; empty if it has none. */
    public Optional<LogoFile> logo(long portalId) {
        return sql.withHandle(h -> h.statement("""
                        select l.hash as logo_hash, l.media_type as logo_type, l.width as logo_width, l.height as logo_height, l.content
                        from portal_logo l where l.portal_id = :portal
                        """)
                .bind("portal", portalId)
                .map(rs -> Objects.requireNonNull(logo(rs, "content")))
                .findOne());
    }
}

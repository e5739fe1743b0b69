package io.vestibule.signin;

/**
 * The decision between a proof and a grant, as a part of the statement that verified the proof. It reads {@code proven}: no row, or one of
 * somebody who proved who they are and may come in, with {@code id}, {@code portal_id}, {@code method} (a {@link SignInMethod}'s label),
 * {@code amr} (the session's), {@code temporary} (they used a temporary password), {@code second_factor} (one is on, and wasn't shown yet)
 * and {@code detail} (of the audit event). It makes {@code admitted} of it, which has {@code needs} beside, and stores what the grant says.
 */
final class Admission {
    /** What a grant takes beside the proof. */
    enum Needs {
        NOTHING,
        SECOND_FACTOR,
        /** The password was a temporary one. */
        NEW_PASSWORD
    }

    private Admission() {}

    /** The common table expressions; those before them end with a comma. */
    static String to(Grant grant) {
        return """
                admitted as (
                    select id, portal_id, method, amr, detail, %s as needs from proven
                )%s
                """.formatted(
                        grant.asksForMore()
                                ? "case when temporary then 'NEW_PASSWORD' when second_factor then 'SECOND_FACTOR' else 'NOTHING' end"
                                : "'NOTHING'",
                        grant.stored());
    }

    /**
     * The expression that writes the audit event of who is {@code admitted}.
     *
     * @param event the event's name where nothing else is needed, as SQL
     */
    static String audited(String event) {
        return """
                case when needs = 'NOTHING' then audit(%s, cast(:context as jsonb), admitted.id, detail)
                     else audit('authn_login_incomplete', cast(:context as jsonb), admitted.id,
                                detail || jsonb_build_object('needs', lower(replace(needs, '_', '-')))) end
                """.formatted(event);
    }
}

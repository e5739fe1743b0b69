package io.vestibule.console;

import io.vestibule.audit.AuditEvent;
import io.vestibule.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What events of the audit are called on pages. */
public final class EventWords {
    private static final Map<String, String> WORDS = words();

    private EventWords() {}

    private static Map<String, String> words() {
        Map<String, String> words = new HashMap<>();
        words.put("authn_login_success", "Signed in");
        words.put("authn_login_incomplete", "First step of a sign-in; it takes more");
        words.put("authn_reauth_success", "Gave the password once more");
        words.put("authn_factor_success", "A second factor was right");
        words.put("authn_factor_fail", "A second factor was wrong");
        words.put("authn_factor_added", "Second factor set up");
        words.put("authn_factor_removed", "Second factor turned off");
        words.put("authn_recovery_codes_created", "New recovery codes");
        words.put("authn_code_mailed", "A code was mailed");
        words.put("authn_passkey_added", "Passkey registered");
        words.put("authn_passkey_removed", "Passkey removed");
        words.put("authn_passkey_renamed", "Passkey renamed");
        words.put("authn_passkey_counter", "A passkey's counter stepped back");
        words.put("authn_login_fail", "Sign-in refused");
        words.put("authn_login_lock", "Locked after failed sign-ins");
        words.put("authn_login_unlock", "Unlocked");
        words.put("authn_logout", "Signed out");
        words.put("authn_password_change", "Password changed");
        words.put("authn_token_created", "An application got tokens");
        words.put("authn_token_reuse", "A token was used again; what it opened has ended");
        words.put("authn_token_revoked", "A session was ended");
        words.put("authn_logout_undelivered", "An application couldn't be told of a sign-out");
        words.put("authn_device_approved", "A device was let in");
        words.put("consent_given", "Consent given");
        words.put("consent_withdrawn", "Consent withdrawn");
        words.put("link_issued", "A link was mailed");
        words.put("link_refused", "A link was asked for and not sent");
        words.put("link_revoked", "Links were voided");
        words.put("mail_resent", "A mail was sent again");
        words.put("user_created", "Customer made");
        words.put("user_moved_in", "Moved in: their password is here now");
        words.put("user_imported", "Customers were imported");
        words.put("user_exported", "All customers were exported, with their passwords' hashes");
        words.put("user_updated", "Profile changed");
        words.put("user_deleted", "Customer deleted");
        words.put("user_email_changed", "Address changed");
        words.put("user_email_verified", "Address verified");
        words.put("user_disabled", "Disabled");
        words.put("user_enabled", "Enabled");
        words.put("user_data_exported", "All that is kept of them was exported");
        words.put("user_awaited_exported", "Those who haven't moved in were exported");
        words.put("audit_exported", "Events of the audit were exported");
        words.put("import_uploaded", "A file to be imported was uploaded");
        words.put("import_changed", "How an import is read was changed");
        words.put("import_started", "An import, or a dry run, was started");
        words.put("import_cancelled", "An import was stopped");
        words.put("import_ended", "An import, or a dry run, ended");
        words.put("import_deleted", "An import was removed");
        words.put("portal_created", "Portal made");
        words.put("portal_renamed", "Portal renamed");
        words.put("portal_url_allowed", "URL allowed");
        words.put("portal_url_disallowed", "URL allowed no longer");
        words.put("portal_policy_changed", "Policy of the portal changed");
        words.put("portal_sender_changed", "Sender of the portal changed");
        words.put("portal_language_changed", "Language of the portal changed");
        words.put("portal_branding_changed", "Brand of the portal changed");
        words.put("portal_passkeys_changed", "Policy of passkeys changed");
        words.put("portal_profile_changed", "Fields of the profile changed");
        words.put("portal_upstream_set", "Upstream of the portal set");
        words.put("portal_upstream_removed", "Upstream of the portal taken away");
        words.put("portal_upstream_fault", "The portal's upstream failed");
        words.put("mail_text_set", "Mail got words of the portal's own");
        words.put("mail_text_cleared", "Mail has our words again");
        words.put("mail_tested", "A test mail was sent");
        words.put("portal_act_as_changed", "Acting for the portal's customers allowed, or no longer");
        words.put("act_as_link_issued", "A link to act for them was made");
        words.put("act_as_started", "An operator began to act for them");
        words.put("act_as_ended", "An operator acts for them no longer");
        words.put("client_created", "API client made");
        words.put("client_changed", "API client changed");
        words.put("client_secret_rotated", "Secret of an API client rotated");
        words.put("client_disabled", "API client disabled");
        words.put("client_enabled", "API client enabled");
        words.put("client_former_secret_voided", "Old secret of an API client voided");
        words.put("signing_key_rotated", "New signing key");
        words.put("token_epoch_started", "A new epoch began: all that was issued is void");
        words.put("api_key_created", "API key made");
        words.put("api_key_revoked", "API key revoked");
        words.put("operator_created", "Operator made");
        words.put("operator_changed", "Operator changed");
        words.put("operator_disabled", "Operator disabled");
        words.put("operator_enabled", "Operator enabled");
        words.put("operator_deleted", "Operator deleted");
        words.put("operator_setup_issued", "A link to set an operator up was made");
        words.put("operator_set_up", "An operator set password and second factor");
        words.put("operator_sessions_ended", "Sessions of an operator were ended");
        words.put("operator_passkey_added", "An operator registered a passkey");
        words.put("operator_passkey_renamed", "An operator named a passkey");
        words.put("operator_passkey_removed", "A passkey of an operator was removed");
        words.put("operator_reauth_success", "An operator proved that it still is them");
        words.put("operator_reauth_fail", "An operator's proof was refused");
        words.put("operator_login_lock", "Operator locked after failures");
        words.put("operator_login_success", "Operator signed in");
        words.put("operator_login_fail", "Sign-in of an operator refused");
        words.put("operator_logout", "Operator signed out");
        return Map.copyOf(words);
    }

    /** What each event is called, by its own word, in the order of these. */
    public static SortedMap<String, String> all() {
        return new TreeMap<>(WORDS);
    }

    /** A short sentence; the event's own word where there is none. */
    public static String of(AuditEvent event) {
        return WORDS.getOrDefault(event.event(), event.event());
    }

    /** What a link is for. */
    public static String purpose(String label) {
        return switch (label) {
            case "sign-in", "login-token" -> "sign in";
            case "reset" -> "set a password";
            case "change-email" -> "change the address";
            case "verify" -> "verify the address";
            default -> label;
        };
    }

    /** Who did it. */
    public static String actor(AuditEvent event) {
        if (event.by() != null) {
            return event.by().name();
        }
        String actor = event.actor();
        return actor == null ? "" : actor.replace('_', ' ');
    }

    /** How and from where, and why. */
    public static String more(AuditEvent event) {
        StringJoiner more = new StringJoiner(", ");
        addIfAny(more, "by ", event.dialect());
        addIfAny(more, "from ", event.network());
        if (event.detail() instanceof Json.Object detail) {
            detail.fields()
                    .forEach((name, value) -> addIfAny(
                            more, name + " ", value instanceof Json.Text(String text) ? text : value.toString()));
        }
        return more.toString();
    }

    private static void addIfAny(StringJoiner more, String label, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            more.add(label + value);
        }
    }
}

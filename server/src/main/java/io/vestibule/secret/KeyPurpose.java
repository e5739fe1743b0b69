package io.vestibule.secret;

/** What a key is for. Each purpose has its own keys, so that a value made for one is worth nothing for another. */
public enum KeyPurpose {
    /** Keys the stored hash of an API client's secret. */
    API_CLIENT_SECRET("api-client-secret"),
    /** Keys the hash under which the failures of a login that matched nobody are counted and audited. */
    UNKNOWN_LOGIN("unknown-login"),
    /** Keys the hash of who is counted by a rate limit. */
    RATE_LIMIT_KEY("throttle-key"),
    /** Seals the private keys that sign access tokens. */
    SIGNING_KEY("signing-key"),
    /** Seals mail that waits in the outbox. */
    MAIL("mail"),
    /** Derives a refresh token's successor from it. */
    REFRESH_TOKEN("refresh-token"),
    /** Seals the secrets that customers' apps compute codes from. */
    TOTP_SECRET("totp-secret"),
    /** Keys the stored hash of a code that was mailed. */
    MAIL_CODE("mail-code"),
    /** Seals answers that are kept for requests that come again, and keys the hashes of these requests. */
    KEPT_ANSWER("kept-answer"),
    /** Seals, and names, the secrets that other systems mixed into passwords before they hashed them. */
    PEPPER("pepper"),
    /** Tags the time at which an application's request first came. */
    AUTHORIZATION_REQUEST("authorization-request"),
    /** Keys what the forms of our own pages carry beside a cookie. */
    FORM_TOKEN("form-token"),
    /** Makes up the passkeys of logins that have none. */
    PASSKEY_DECOY("passkey-decoy"),
    /** Tags the nonces that clients' proofs of possession carry. */
    DPOP_NONCE("dpop-nonce"),
    /** Seals the key of pairwise subjects, which has the form of a master key; and makes them, of that key. */
    PAIRWISE_SUBJECT("pairwise-subject"),
    /** Seals the secrets that operators' apps compute codes from. */
    OPERATOR_TOTP("operator-totp");

    private final String label;

    KeyPurpose(String label) {
        this.label = label;
    }

    /** The name that goes into the derivation. It never changes, or what was stored before could no longer be read. */
    String label() {
        return label;
    }
}

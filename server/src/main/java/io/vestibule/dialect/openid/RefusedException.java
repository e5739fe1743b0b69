package io.vestibule.dialect.openid;

/** What is wrong with a request for a code whose client and redirect URI are right. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient OAuthError error;

    RefusedException(String code, String description) {
        super(code, null, false, false);
        this.error = new OAuthError(code, description);
    }

    OAuthError error() {
        return error;
    }
}

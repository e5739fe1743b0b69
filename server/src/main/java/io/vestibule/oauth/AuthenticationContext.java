package io.vestibule.oauth;

import io.vestibule.session.ActAsSession;
import java.time.Instant;
import java.util.List;

/**
 * How a customer proved who they are, as tokens tell it.
 *
 * @param authTime when
 * @param methods  how, in RFC 8176's words, and {@code link} for a mailed link
 */
public record AuthenticationContext(Instant authTime, List<String> methods) {
    /** The class of any sign-in. */
    public static final String ONE_FACTOR = "aal1";

    /** The class of a sign-in with more than one factor. */
    public static final String SECOND_FACTOR = "aal2";

    /** The classes that a request may ask for (OpenID Connect Core section 2, {@code acr}). */
    public static final List<String> CLASSES = List.of(ONE_FACTOR, SECOND_FACTOR);

    public AuthenticationContext {
        methods = List.copyOf(methods);
    }

    /**
     * {@code aal2} where more than one factor was shown, {@code 0} where an operator acts for a customer, who proved nothing ("does not meet
     * the requirements of ISO/IEC 29115 level 1"), else {@code aal1}.
     */
    public String acr() {
        if (methods.contains(ActAsSession.METHOD)) {
            return "0";
        }
        return methods.contains("mfa") ? SECOND_FACTOR : ONE_FACTOR;
    }
}

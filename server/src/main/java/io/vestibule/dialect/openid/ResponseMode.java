package io.vestibule.dialect.openid;

import java.util.Locale;

/** How an answer reaches the application (OAuth 2.0 Multiple Response Types section 2.1, Form Post Response Mode 1.0). */
enum ResponseMode {
    QUERY,
    FORM_POST;

    /** As the parameter {@code response_mode} has it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package io.vestibule.dialect.openid;

/** How an answer reaches the application (OAuth 2.0 Multiple Response Types section 2.1, Form Post Response Mode 1.0). */
enum ResponseMode {
    QUERY,
    FORM_POST
}

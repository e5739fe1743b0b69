package io.vestibule.oauth;

import java.time.Instant;

/**
 * An operator who acts for the customer that tokens are about (RFC 8693 section 4.1).
 *
 * @param operator the operator's id
 * @param until    when they act no longer, and no token is good any longer
 */
record Actor(long operator, Instant until) {}

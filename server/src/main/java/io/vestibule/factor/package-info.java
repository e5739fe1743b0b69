/**
 * What a customer shows beside a password or a link: codes that an app computes from a secret (RFC 6238), recovery codes, codes
 * by mail. It says whether a code is right. The sign-ins that wait for one, and what they then get, are for {@code signin}. It knows no
 * dialect's words.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.factor;

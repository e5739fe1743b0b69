/**
 * What a customer shows beside a password or a link: codes that an app computes from a secret (RFC 6238), recovery codes, codes
 * by mail; and the sign-ins that wait for one. The statement that judges a code opens the session that the first step was for; nothing
 * else here does. It knows no dialect's words.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.factor;

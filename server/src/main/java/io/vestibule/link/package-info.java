/**
 * One-time links: issue, redeem. Tokens leave in mail only; the database has their hashes.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.link;

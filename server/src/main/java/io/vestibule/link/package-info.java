/**
 * One-time links: issue, redeem. Their tokens leave in mail, and login tokens by the answer to the portal's server that asked; the
 * database has hashes.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.link;

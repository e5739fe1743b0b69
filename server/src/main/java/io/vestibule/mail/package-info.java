/**
 * Owns the mail that the server sends: the outbox in which it waits (sealed), the words in every language, the loop that
 * sends it, and the two ways out: SMTP, and the dev inbox of test mode. Never decides whether somebody gets a mail, never
 * issues a token or builds a link, and never sends anything while a request or a transaction waits for it.
 *
 * <p>A mail goes out at least once: it leaves the outbox only after the server took it. Each try has the same Message-ID, so
 * that a mailbox can tell a repetition.
 */
@NullMarked
package io.vestibule.mail;

import org.jspecify.annotations.NullMarked;

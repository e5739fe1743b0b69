/**
 * The pages on which a portal's customers sign in, register, and see their account. They work without a script, but for passkeys, and keep no
 * state at the server: the query that a customer came with travels through all of them, and says where it ends. They ask use cases, and
 * know no dialect.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.page.portal;

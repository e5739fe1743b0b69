/**
 * Keaze's contract, clause by clause in the order of its page, over the wire. The golden exchanges show each call once; the
 * classes beside them prove what the page says and docs/dialects/keaze.md decides.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.dialect.keaze;

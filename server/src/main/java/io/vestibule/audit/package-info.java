/**
 * The append-only record of what happened, in the words of the OWASP logging vocabulary. Stores write their events as part
 * of the statement they tell of; this package writes those that have no statement of their own. It never reads.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.audit;

/**
 * The append-only record of what happened, in the words of the OWASP logging vocabulary. Stores write their events as part
 * of the statement they tell of; this package writes those that have no statement of their own, and reads them all for the
 * operator. It never changes or removes one.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.audit;

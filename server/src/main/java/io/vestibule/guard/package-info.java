/**
 * Rate limits and the lock: every limit of the system, shared by all nodes through the database. It decides whether an
 * attempt may be made and what a failure costs; it never looks at passwords or customers.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.guard;

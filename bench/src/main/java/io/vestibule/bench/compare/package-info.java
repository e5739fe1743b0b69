/**
 * Vestibule beside servers of its kind, installed from their registries: the same machine, the same PostgreSQL, the same number of
 * customers, the same password hash, measured in turn.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.bench.compare;

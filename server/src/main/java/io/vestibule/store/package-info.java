/**
 * The database itself: the embedded PostgreSQL, the data source, the migrations.
 *
 * <p>Owns how a PostgreSQL server is found, started and stopped. Never holds a query of a feature, and imports nothing of the other
 * packages.
 */
@NullMarked
package io.vestibule.store;

import org.jspecify.annotations.NullMarked;

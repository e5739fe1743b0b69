/**
 * The database itself: the embedded PostgreSQL, the data source, the migrations.
 *
 * <p>Owns how a PostgreSQL server is found, started and stopped. Never holds a query of a feature, and of ours imports
 * settings, secrets and the handle of connections only.
 */
@NullMarked
package io.vestibule.store;

import org.jspecify.annotations.NullMarked;

/**
 * How stores ask PostgreSQL: plain JDBC, whose statements name their parameters and whose faults are unchecked. Owns the
 * binding of values, the reading of rows and the bounds of a transaction. It knows no table, and nothing of where
 * connections come from. Only stores use it ({@code docs/decisions/0020}).
 */
@NullMarked
package io.vestibule.sql;

import org.jspecify.annotations.NullMarked;

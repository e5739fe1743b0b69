/**
 * The command line: what an operator types, and what is read and printed. Each command opens the installation, does one thing through
 * the stores of the features, and closes it. Owns sentences, tables and exit codes; never a query, and no rule that a feature should
 * have. Imports everything; only {@code Main} imports it.
 */
@NullMarked
package io.vestibule.command;

import org.jspecify.annotations.NullMarked;

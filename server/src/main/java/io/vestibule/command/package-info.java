/**
 * The command line: what an operator types, and what is read and printed. Each command reads its arguments, opens the installation, asks
 * a use case, prints what came of it, and closes the installation. Owns sentences, tables and exit codes; never a query, and no rule:
 * what an operator may do, and what is refused, is for {@code administration} to say. Imports everything; only {@code Main} imports it.
 */
@NullMarked
package io.vestibule.command;

import org.jspecify.annotations.NullMarked;

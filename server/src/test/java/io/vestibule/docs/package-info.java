/**
 * What the documents say holds: commands answer as printed, links lead somewhere, names exist. Never tests the server for
 * its own sake.
 */
@NullMarked
package io.vestibule.docs;

import org.jspecify.annotations.NullMarked;

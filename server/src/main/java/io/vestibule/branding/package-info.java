/**
 * What the customers of a portal see of it, on its pages and in its mail alike: its logo, its colour, the links to its terms. Owns the form of
 * these and where they are kept. Never renders anything.
 */
@NullMarked
package io.vestibule.branding;

import org.jspecify.annotations.NullMarked;

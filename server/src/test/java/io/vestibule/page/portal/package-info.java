/** The pages on which a portal's customers sign in, as their browsers get them. */
@NullMarked
package io.vestibule.page.portal;

import org.jspecify.annotations.NullMarked;

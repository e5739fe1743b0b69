/** The distribution as operators have it: unpacked from its archive, run by its launcher. Knows nothing of the classes in it. */
@NullMarked
package io.vestibule.distribution;

import org.jspecify.annotations.NullMarked;

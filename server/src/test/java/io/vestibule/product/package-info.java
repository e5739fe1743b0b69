/**
 * The product as its users have it: the runnable file, started by {@code java -jar}, with settings from the environment. Knows nothing
 * of the classes in it.
 */
@NullMarked
package io.vestibule.product;

import org.jspecify.annotations.NullMarked;

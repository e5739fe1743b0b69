/**
 * Argon2's reference implementation, compiled for the processor's widest vectors and called through the foreign function interface, in
 * memory that belongs to the hashing threads.
 */
@NullMarked
package io.vestibule.password.argon2;

import org.jspecify.annotations.NullMarked;

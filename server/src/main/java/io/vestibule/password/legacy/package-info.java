/**
 * Owns the formats of password hashes that other systems made: how each is read, how expensive a hash may be, and whether a password
 * matches. One class a scheme. It never makes a hash that is kept, knows no customer, and has no say in who may sign in.
 */
@NullMarked
package io.vestibule.password.legacy;

import org.jspecify.annotations.NullMarked;

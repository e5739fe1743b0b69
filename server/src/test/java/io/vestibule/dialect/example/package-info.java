/**
 * A fourth dialect, of no vendor, made by the recipe of {@code docs/architecture.md}: one look-up, one sign-in, an error shape of its own.
 * It is in the tests, so that the recipe stays true, and so small that it shows what a dialect needs at least.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.dialect.example;

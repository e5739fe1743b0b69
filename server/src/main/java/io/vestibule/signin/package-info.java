/**
 * The use cases: each tells one story (a sign-in, a registration, a reset), takes its caller's permits, does equal work
 * for equal answers, and ends in a sealed result. It knows nothing of any dialect's words.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.signin;

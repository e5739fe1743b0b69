/**
 * The use cases: each tells one story (a sign-in, a registration, a reset), takes its caller's permits, does equal work
 * for equal answers, and ends in a sealed result. It knows nothing of any dialect's words.
 *
 * <p>A sign-in is a proof, an admission and a grant, in one statement. The proofs are {@link io.vestibule.signin.PasswordProofStore},
 * {@link io.vestibule.signin.LinkSignInStore}, {@link io.vestibule.signin.PasskeyProofStore} and, for the second step, {@link io.vestibule.signin.ChallengeStore}. {@code
 * docs/architecture.md} says what a new proof or a new grant takes.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.signin;

/**
 * Requests that a client may send again ({@code Idempotency-Key}): the answers that they got. It knows no call's meaning.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.idempotency;

/**
 * JSON as it stands on the wire: a small immutable tree, a strict reader and a compact printer.
 *
 * <p>Owns the rules of the text (RFC 8259, narrowed by RFC 7493, I-JSON): UTF-8 only, no name twice, bounded depth. Never
 * binds to objects by reflection, never knows a dialect's fields, and never quotes its input in an error, since a body may
 * hold a password.
 */
package io.vestibule.json;

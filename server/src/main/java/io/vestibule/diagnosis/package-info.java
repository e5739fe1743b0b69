/**
 * Says why something was refused, or wouldn't be: a URL, a login, a request, a token, a mailed link. It reads what the rules read, and
 * changes nothing. What is of a portal that whoever asks has nothing to do with is told as unknown.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.diagnosis;

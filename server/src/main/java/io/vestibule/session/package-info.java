/**
 * What a sign-in leaves behind: sessions, their access and refresh tokens, and the keys that sign. It never decides
 * whether somebody may sign in.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.session;

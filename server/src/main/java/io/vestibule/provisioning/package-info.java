/**
 * What a portal's own server does with its customers: adds them to accounts, changes them, lists and deletes them. It speaks for
 * its customers, so nothing here asks for a proof of theirs; what touches how they sign in is told to them by mail. It never
 * verifies a password and opens no session.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.provisioning;

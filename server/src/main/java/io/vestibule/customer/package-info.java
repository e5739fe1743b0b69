/**
 * Who signs in: customers, their addresses, logins and profiles. It never checks a password or opens a session.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.customer;

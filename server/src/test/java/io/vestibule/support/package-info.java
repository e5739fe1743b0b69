/**
 * What tests share: one embedded PostgreSQL a JVM, a fresh database from a template for each installation, servers on it, and
 * a client that checks every exchange against the dialect's contract document.
 */
@NullMarked
package io.vestibule.support;

import org.jspecify.annotations.NullMarked;

/**
 * Measures Vestibule: what it answers a second and how soon, beside what the hardware allows. Runs the server as a process of its own and
 * speaks to it over HTTP; it uses the product's classes only to make keys, tokens and hashes that the server takes for its own.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.bench;

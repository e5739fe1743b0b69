/**
 * Who asks: portals, their API clients, the URLs they may send people to. Authenticates callers; never customers.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.portal;

/**
 * The load generator: HTTP/1.1 over plain sockets, as little work a request as it can be. It knows nothing of what it asks.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.bench.load;

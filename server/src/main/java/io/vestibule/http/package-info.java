/**
 * Plumbing between the socket and the dialects: routes, parameters, body limits, the edge that turns every fault into the
 * asked site's own error shape. Which origins may call (CORS) is the site's. It knows no feature. Connections and HTTP itself
 * are {@link io.vestibule.http.server}'s.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.http;

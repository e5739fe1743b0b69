/**
 * The systems that portals come from: each vendor's API asked as a client, or a signed request to anything else; how long and how often one
 * is asked; and which customers have moved in. It never decides whether a customer may sign in, and shows nothing on the wire.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.upstream;

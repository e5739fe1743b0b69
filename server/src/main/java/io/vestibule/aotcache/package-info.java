/**
 * The JVM's ahead-of-time cache (JEP 483, 515): how one is made of a server that is served for a moment and asked what is asked most. It
 * runs the product as others do, by its command line and its ports, and knows nothing of its inside.
 */
@NullMarked
package io.vestibule.aotcache;

import org.jspecify.annotations.NullMarked;

/** The operators' console, over the wire. */
@org.jspecify.annotations.NullMarked
package io.vestibule.console;

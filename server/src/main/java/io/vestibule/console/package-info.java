/**
 * The operators' console: pages on which they see what happens and act. No rule is here. Each page asks {@code operator} who it is and
 * whether they may, and {@code administration} to do it, as the admin API does.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.console;

/**
 * What an operator watches: health, metrics, log lines, and the housekeeping that runs by itself.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.operations;

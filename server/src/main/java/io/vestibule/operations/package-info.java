/**
 * What an operator watches: health, metrics, the access log, and the housekeeping that runs by itself.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.operations;

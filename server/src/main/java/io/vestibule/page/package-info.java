/**
 * The few things this server shows for itself: the key set, the contract documents, and in test mode the start page and
 * the dev inbox.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.page;

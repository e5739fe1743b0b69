/**
 * The few things this server shows for itself: the key set, the contract documents, the verification page, and in test
 * mode the dev inbox.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.page;

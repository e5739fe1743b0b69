/**
 * The few things this server shows for itself: the key set, the contract documents, the pages that verify an address and take a
 * new password, and in test mode the start page and the dev inbox.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.page;

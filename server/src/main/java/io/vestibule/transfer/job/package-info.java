/**
 * Imports that the server does by itself: the files that were uploaded, what is to be done with them, and which node is at it. Owns their
 * states. Knows no format of a file: what is in it is judged, and stored, by {@code transfer}.
 */
@NullMarked
package io.vestibule.transfer.job;

import org.jspecify.annotations.NullMarked;

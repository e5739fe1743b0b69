/**
 * Moving in and out: files of customers. Owns the file format (docs/import.md), the mappings of other systems' lists to it, which line is
 * whose, and the run that goes on where it stopped. Judges what is in a line by the rules of the features. Never changes a customer who
 * is there already, mails nobody, and shows nothing of a line but in its error file.
 */
@NullMarked
package io.vestibule.transfer;

import org.jspecify.annotations.NullMarked;

/** What is cheaper to keep than to make again, and how much of it: one rule for all. It knows nothing of what it keeps. */
@org.jspecify.annotations.NullMarked
package io.vestibule.cache;

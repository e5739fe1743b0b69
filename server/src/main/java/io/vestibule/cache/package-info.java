/** What is cheaper to keep than to make again: how much of it, by one rule for all, and what is made at first use. It knows nothing of what it keeps. */
@org.jspecify.annotations.NullMarked
package io.vestibule.cache;

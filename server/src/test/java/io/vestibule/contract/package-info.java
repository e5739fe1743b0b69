/**
 * Holds the server's answers against the contracts: the OpenAPI documents that the server publishes at
 * {@code /openapi/{dialect}.yaml}. Owns the reading of those documents; never starts a server or knows a feature.
 */
@NullMarked
package io.vestibule.contract;

import org.jspecify.annotations.NullMarked;

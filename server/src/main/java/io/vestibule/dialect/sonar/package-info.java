/**
 * Sonar's customer portal API: its routes, its wire records, how a result reads there. Nothing else.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.dialect.sonar;

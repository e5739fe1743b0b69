/**
 * JSON Schema, draft 2020-12: reads a schema that somebody gave, and says what is wrong with a value. It never fetches anything,
 * and whatever the schema and the value are, it comes to an end. It knows nothing of profiles.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.schema;

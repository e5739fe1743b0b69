/**
 * The processes that serve on one database, and what each does by itself. It never acts on another node.
 */
@org.jspecify.annotations.NullMarked
package io.vestibule.node;

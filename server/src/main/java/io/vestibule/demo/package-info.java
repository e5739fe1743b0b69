/** The demo data of an empty database: two portals, their API clients, four customers with fixed ids. Never overwrites. */
@org.jspecify.annotations.NullMarked
package io.vestibule.demo;

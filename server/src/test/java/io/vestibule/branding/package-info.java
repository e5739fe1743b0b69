/** Tests of what portals look like. */
@org.jspecify.annotations.NullMarked
package io.vestibule.branding;

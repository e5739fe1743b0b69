/**
 * The admin API: what a program does for operators, over HTTP. Owns its routes, the JSON of each resource, problems (RFC 9457), pages and
 * preconditions. Each route names its {@link io.vestibule.operator.Action}; {@link io.vestibule.admin.AdminSite} asks whether whoever calls
 * may, before the handler, and {@link io.vestibule.admin.Call} whether the portal is theirs. Rules are the use cases' in
 * {@code administration}, never here.
 */
@NullMarked
package io.vestibule.admin;

import org.jspecify.annotations.NullMarked;

/**
 * Operators, who run the server, and the API keys of their programs: how they sign in, which sessions they have, and what each role
 * may do ({@link io.vestibule.operator.Permissions}). Customers are no operators, and no operator is a customer. It knows no route and
 * no page; what an operator does is in {@code administration}.
 */
@NullMarked
package io.vestibule.operator;

import org.jspecify.annotations.NullMarked;

/**
 * The use cases of an operator: portals, API clients, customers and how they sign in, keys, mail that was set aside. Owns what is refused
 * and why. Takes values whose form is right already (a {@link io.vestibule.portal.ClientName}, a
 * {@link io.vestibule.customer.Username}) and who asks, for the audit; what may end in more than one way gives a sealed result. Never
 * words for people, never a query, and never a question whether whoever asks may: commands are typed by whoever has the database, and
 * another way in must ask that before it comes here.
 */
@NullMarked
package io.vestibule.administration;

import org.jspecify.annotations.NullMarked;

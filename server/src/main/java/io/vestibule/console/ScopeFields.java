package io.vestibule.console;

import io.vestibule.http.Ids;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The fields of a form that say what an operator or a program may do: a role, and the ids of portals, or all.
 *
 * @param role    a role's label
 * @param all     whether it is all portals
 * @param portals ids with commas or blanks between
 */
public record ScopeFields(String role, boolean all, String portals) {

    /** What was typed. */
    static ScopeFields typed(Call call) {
        return new ScopeFields(call.field("role"), call.field("reach").equals("all"), call.field("portals"));
    }

    /** What is so now. */
    static ScopeFields of(Role role, PortalScope scope) {
        List<Long> ids = scope.ids();
        return new ScopeFields(
                role.label(),
                scope.all(),
                ids == null ? "" : ids.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    /** The role; empty for a text that is none. */
    Optional<Role> chosen() {
        return Role.parse(role);
    }

    /** The portals; empty where none is named, or a text is no id. */
    Optional<PortalScope> scope() {
        if (all) {
            return Optional.of(PortalScope.ALL);
        }
        List<String> words = Arrays.stream(portals.split("[\\s,]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
        List<Long> ids = words.stream().flatMap(word -> Ids.id(word).stream()).toList();
        return words.isEmpty() || ids.size() < words.size() ? Optional.empty() : Optional.of(PortalScope.of(ids));
    }

    /** In words. */
    static String portals(PortalScope scope) {
        List<Long> ids = scope.ids();
        return ids == null ? "all" : ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}

package io.vestibule.operator;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The portals that an operator or an API key has to do with.
 *
 * @param ids ascending, each once; null: all portals, those that are made later, too
 */
public record PortalScope(@Nullable List<Long> ids) {
    public static final PortalScope ALL = new PortalScope(null);

    public PortalScope {
        ids = ids == null ? null : ids.stream().distinct().sorted().toList();
    }

    /** These portals and no others. */
    public static PortalScope of(Collection<Long> ids) {
        return new PortalScope(List.copyOf(ids));
    }

    /** Those of them that a search is about: this one alone, or none if it isn't one of them; null narrows nothing. */
    public PortalScope narrowedTo(@Nullable Long portal) {
        if (portal == null) {
            return this;
        }
        return of(covers(portal) ? List.of(portal) : List.of());
    }

    /** Whether they are all portals. */
    public boolean all() {
        return ids == null;
    }

    /** Whether the portal is one of them. */
    public boolean covers(long portal) {
        return ids == null || ids.contains(portal);
    }
}

package io.vestibule.portal;

import io.vestibule.config.Cidr;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A program that may call on behalf of a portal.
 *
 * @param name     unique; Sonar's API user
 * @param dialects what it may speak
 * @param networks where it may call from; anywhere if empty
 */
public record ApiClient(long id, long portalId, String name, Set<Dialect> dialects, List<Cidr> networks) {

    public ApiClient {
        dialects = Set.copyOf(dialects);
        networks = List.copyOf(networks);
    }

    /** Whether it may call from there. */
    public boolean mayCallFrom(InetAddress address) {
        return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(address));
    }

    /** In what another differs that can be changed, as the admin API names it. */
    public List<String> changedMembers(ApiClient other) {
        List<String> changed = new ArrayList<>();
        if (!dialects.equals(other.dialects)) {
            changed.add("scopes");
        }
        if (!networks.equals(other.networks)) {
            changed.add("networks");
        }
        return changed;
    }
}

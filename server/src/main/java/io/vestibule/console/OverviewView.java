package io.vestibule.console;

import io.vestibule.audit.StatisticsStore.By;
import io.vestibule.audit.StatisticsStore.LiveSessions;
import io.vestibule.mail.OutboxStore.Depth;
import io.vestibule.portal.ApiClient;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the changing part of the overview's page shows.
 *
 * @param state   null where something is chosen that it can't be told apart by
 * @param clients by id, of all portals
 */
public record OverviewView(
        Layout layout,
        OverviewQuery query,
        Overview overview,
        @Nullable State state,
        Map<Long, ApiClient> clients) {

    /**
     * How things stand, whatever the time that is looked at.
     *
     * @param sessions of customers; those that were alive when they were counted last
     */
    public record State(Depth mail, LiveSessions sessions) {}

    /** The address of the overview with other choices. */
    public String to(OverviewQuery other) {
        return layout.at("/console" + other.text());
    }

    /** The address with one choice more; null for what can't be chosen, or is. */
    public @Nullable String only(By by, Overview.@Nullable Row row) {
        String value = row == null ? null : row.value();
        boolean chosen = query.chosen().containsKey(by) || (by == By.PORTAL && query.portal() != null);
        return value == null || chosen || by == By.REASON ? null : to(query.with(by, value));
    }

    /** What is chosen. */
    public Map<By, String> chosen() {
        return query.chosen();
    }

    /** The address without that choice. */
    public String without(By by) {
        return to(query.with(by, null));
    }

    /** Another portal's has no name for them. */
    private String clientName(long id) {
        ApiClient client = clients.get(id);
        List<Long> portals = query.portals();
        return client != null && (portals == null || portals.contains(client.portalId()))
                ? client.name()
                : String.valueOf(id);
    }

    /** What something is called. */
    public String name(By by, @Nullable String value) {
        if (value == null) {
            return "none";
        }
        return switch (by) {
            case PORTAL -> layout.nameOf(Long.parseLong(value));
            case CLIENT -> clientName(Long.parseLong(value));
            case DIALECT, METHOD, REASON -> value;
        };
    }
}

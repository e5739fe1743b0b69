package io.vestibule.console;

import io.vestibule.operator.Action;
import org.jspecify.annotations.Nullable;

/** The parts of the console, in the order of its navigation. */
public enum Section {
    OVERVIEW("Overview", "", Action.STATISTICS_READ),
    WHY("Why?", "/why", Action.CUSTOMER_READ),
    CUSTOMERS("Customers", "/customers", Action.CUSTOMER_READ),
    IMPORT("Import", "/imports", Action.IMPORT_READ),
    PORTALS("Portals", "/portals", Action.PORTAL_READ),
    CLIENTS("Clients", "/clients", Action.CLIENT_READ),
    AUDIT("Audit", "/audit", Action.AUDIT_READ),
    MAIL("Mail", "/mail", Action.MAIL_READ),
    KEYS("Keys", "/keys", Action.KEY_READ),
    OPERATORS("Operators", "/operators", Action.OPERATOR_READ),
    API_KEYS("API keys", "/api-keys", Action.API_KEY_READ),
    NODES("Nodes", "/nodes", Action.NODE_READ),
    /** Those that the navigation doesn't name. */
    NONE("", "", null);

    private final String title;
    private final String path;
    private final @Nullable Action action;

    Section(String title, String path, @Nullable Action action) {
        this.title = title;
        this.path = path;
        this.action = action;
    }

    public String title() {
        return title;
    }

    /** Where it begins. */
    public String path() {
        return "/console" + path;
    }

    /** What it takes to open it; null for one that isn't in the navigation. */
    @Nullable
    Action action() {
        return action;
    }
}

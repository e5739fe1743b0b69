package io.vestibule.guard;

/** Who is counted by limits, as text. */
public final class LimitSubjects {
    private LimitSubjects() {}

    /** An API client. */
    public static String client(long id) {
        return "client " + id;
    }

    /** A network of browsers. */
    public static String network(String network) {
        return "network " + network;
    }

    /** What one of them does with a login of a portal. */
    public static String login(String caller, long portal, String login) {
        return caller + " portal " + portal + " " + login;
    }

    /** What mail of a portal to an address is counted by: what is asked of one portal takes no mail from another's customers. */
    public static String mailbox(long portalId, String address) {
        return "portal " + portalId + " " + address;
    }
}

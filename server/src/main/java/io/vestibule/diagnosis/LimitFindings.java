package io.vestibule.diagnosis;

import io.vestibule.audit.AuditEvent;
import io.vestibule.diagnosis.DiagnosisStore.Client;
import io.vestibule.guard.LimitKey;
import io.vestibule.guard.LimitSubjects;
import io.vestibule.guard.RateLimit;
import io.vestibule.guard.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which limits are full at this moment. It looks, and takes nothing. */
final class LimitFindings {
    private static final int MOST_NETWORKS = 20;

    private final DiagnosisStore store;
    private final RateLimiter limits;

    LimitFindings(DiagnosisStore store, RateLimiter limits) {
        this.store = store;
        this.limits = limits;
    }

    /** A limit, and whom it would refuse. */
    private record Candidate(LimitKey key, String who) {}

    /**
     * What is full for whoever signs in with a login, or looks it up: by each API client of the portal, and from the networks of events.
     *
     * @param events where it may have been tried from
     */
    List<Finding> of(long portal, String login, List<AuditEvent> events) {
        List<Candidate> candidates = new ArrayList<>();
        for (Client client : store.clients(portal)) {
            String caller = LimitSubjects.client(client.id());
            String who = "by the API client " + client.name();
            ofLogin(candidates, caller, portal, login, who);
            candidates.add(new Candidate(limits.key(RateLimit.SIGN_IN_CLIENT, caller), who));
            candidates.add(new Candidate(limits.key(RateLimit.LOOK_UP_CLIENT, caller), who));
        }
        events.stream()
                .map(AuditEvent::network)
                .filter(Objects::nonNull)
                .distinct()
                .limit(MOST_NETWORKS)
                .forEach(network -> {
                    String caller = LimitSubjects.network(network);
                    String who = "from " + network;
                    ofLogin(candidates, caller, portal, login, who);
                    candidates.add(new Candidate(limits.key(RateLimit.SIGN_IN_NETWORK, caller), who));
                    candidates.add(new Candidate(limits.key(RateLimit.LOOK_UP_NETWORK, caller), who));
                });
        Map<Integer, Duration> full = store.full(
                limits.permits(candidates.stream().map(Candidate::key).toList()));
        List<Finding> findings = new ArrayList<>();
        full.forEach((index, wait) -> findings.add(full(candidates.get(index), wait)));
        return findings;
    }

    private void ofLogin(List<Candidate> candidates, String caller, long portal, String login, String who) {
        String subject = LimitSubjects.login(caller, portal, login);
        candidates.add(new Candidate(limits.key(RateLimit.SIGN_IN_LOGIN, subject), who));
        candidates.add(new Candidate(limits.key(RateLimit.LOOK_UP_ADDRESS, subject), who));
    }

    private static Finding full(Candidate candidate, Duration wait) {
        RateLimit limit = candidate.key().limit();
        return Finding.refused(
                "Too many " + name(limit) + ": each " + candidate.who() + " is refused (429) for "
                        + CustomerFindings.text(wait) + ".",
                null,
                rule(limit),
                "Wait, or have whoever runs the server raise the limit. It holds for nobody else.");
    }

    /** That no more mail of a portal goes to an address, if it is so. */
    Optional<Finding> ofMail(long portal, String address) {
        return Optional.ofNullable(store.full(limits.permits(
                                List.of(limits.key(RateLimit.MAIL_ADDRESS, LimitSubjects.mailbox(portal, address)))))
                        .get(0))
                .map(wait -> Finding.refused(
                        "So many mails were asked for that no more goes to this address for "
                                + CustomerFindings.text(wait) + ".",
                        null,
                        rule(RateLimit.MAIL_ADDRESS),
                        "Have them look for the mails that came, in the folder for spam, too."));
    }

    /** What became of the limits that refused a request. */
    String now(List<LimitKey> asked) {
        Map<Integer, Duration> full = store.full(limits.permits(asked));
        List<String> names = new ArrayList<>();
        full.forEach(
                (index, wait) -> names.add(name(asked.get(index).limit()) + ", for " + CustomerFindings.text(wait)));
        return names.isEmpty()
                ? "All limits that it asked have room again by now."
                : "Full at this moment: " + String.join("; ", names) + ".";
    }

    /** A limit with its settings. */
    static String rule(RateLimit limit) {
        return "limit of " + name(limit) + " (VESTIBULE_LIMIT_" + limit + "_BURST, VESTIBULE_LIMIT_" + limit
                + "_REFILL)";
    }

    private static String name(RateLimit limit) {
        return switch (limit) {
            case SIGN_IN_LOGIN -> "sign-ins with one login by one API client or network";
            case LOOK_UP_ADDRESS -> "look-ups of one address by one API client or network";
            case MAIL_ADDRESS -> "mail of a portal to an address";
            case SIGN_IN_CLIENT -> "sign-ins by one API client";
            case SIGN_IN_NETWORK -> "sign-ins from one network";
            case LOOK_UP_CLIENT -> "look-ups by one API client";
            case LOOK_UP_NETWORK -> "look-ups from one network";
            case MAIL_CALLER -> "mail caused by one API client or network";
            case CUSTOMER_CREATED -> "customers created from one network";
            case ADMIN_API -> "calls of the admin API by one operator or API key";
        };
    }
}

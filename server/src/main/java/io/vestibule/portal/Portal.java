package io.vestibule.portal;

import io.vestibule.customer.ProfileSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer base with its own API clients, allowed URLs, sender and policies.
 *
 * @param parentId the parent portal's id, 0 for none
 * @param language two-letter code for mail to customers who have none of their own
 * @param hardened follow the standards (uniform answers) where a contract gives more away
 * @param dearestHash a password hash of the dearest kind that its customers may have, which no password matches: what a refusal
 *                    costs. Null: none is dearer than our own
 * @param profile  what its customers' profiles may hold
 */
public record Portal(
        long id,
        long parentId,
        String name,
        String language,
        boolean hardened,
        @Nullable String dearestHash,
        ProfileSchema profile,
        List<AllowedUrl> allowedUrls) {
    public Portal {
        allowedUrls = List.copyOf(allowedUrls);
    }

    /**
     * Whether links in mail may lead to this URL.
     *
     * @param plain whether plain http is good enough, to this very machine
     */
    public boolean allows(String url, boolean plain) {
        return allowedUrls.stream().anyMatch(allowed -> (plain || !allowed.plain()) && allowed.covers(url));
    }

    /** Whether pages of this origin may call from a browser. */
    public boolean trustsOrigin(String origin) {
        return allowedUrls.stream().anyMatch(allowed -> allowed.origin().equals(origin));
    }
}

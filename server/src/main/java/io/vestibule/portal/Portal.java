package io.vestibule.portal;

import io.vestibule.branding.Branding;
import io.vestibule.cache.Deferred;
import io.vestibule.customer.ProfileSchema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A customer base with its own API clients, allowed URLs, sender and policies.
 *
 * @param parentId the parent portal's id, 0 for none
 * @param language two-letter code for mail to customers who have none of their own
 * @param hardened follow the standards (uniform answers) where a contract gives more away
 * @param importedHashes a password hash of each kind that its customers still have from elsewhere and that may take longer than our
 *                    own, which no password matches: what a refusal costs
 * @param schema   what its customers' profiles may hold; read at first use, since most requests have no profile in them
 * @param passkeys which passkeys they may have
 * @param branding what they see of it, beside the name
 * @param upstream the system that is asked for customers who aren't here yet; null for none
 */
public record Portal(
        long id,
        long parentId,
        String name,
        String language,
        boolean hardened,
        List<String> importedHashes,
        Deferred<ProfileSchema> schema,
        PasskeyPolicy passkeys,
        Branding branding,
        @Nullable UpstreamSettings upstream,
        List<AllowedUrl> allowedUrls) {
    public Portal {
        importedHashes = List.copyOf(importedHashes);
        allowedUrls = List.copyOf(allowedUrls);
    }

    /** What its customers' profiles may hold. */
    public ProfileSchema profile() {
        return schema.get();
    }

    /**
     * Why links in mail may not lead to this URL, as a sentence for a portal's developer; empty if they may. In test mode they
     * may lead anywhere on this machine.
     */
    public Optional<String> objection(String url, boolean testMode) {
        Optional<String> unusable = AllowedUrl.objection(url, testMode);
        return unusable.isPresent() || (testMode && AllowedUrl.leadsToLoopback(url)) || covers(url, testMode)
                ? unusable
                : Optional.of("The url " + url + " is not allowed for this portal.");
    }

    /** Each allowed URL, held against one that links might lead to; none where no portal may allow it. */
    public List<UrlComparison> compare(String url, boolean testMode) {
        return AllowedUrl.objection(url, testMode).isPresent()
                ? List.of()
                : allowedUrls.stream()
                        .map(allowed -> UrlComparison.of(allowed, url))
                        .toList();
    }

    private boolean covers(String url, boolean testMode) {
        return allowedUrls.stream().anyMatch(allowed -> (testMode || !allowed.plain()) && allowed.covers(url));
    }

    /** Whether pages of this origin may call for it: of its allowed URLs, and in test mode of this machine; plain http is for test mode. */
    public boolean trustsOrigin(String origin, boolean testMode) {
        return (testMode && AllowedUrl.isLoopback(origin))
                || allowedUrls.stream()
                        .anyMatch(allowed -> (testMode || !allowed.plain())
                                && allowed.origin().equals(origin));
    }
}

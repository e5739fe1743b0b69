package io.vestibule.console;

import io.vestibule.portal.Portal;
import io.vestibule.portal.UpstreamSettings.Kind;
import io.vestibule.upstream.LookUpResult;
import io.vestibule.upstream.UpstreamProgressStore.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the template shows.
 *
 * @param progress null where the portal has no upstream
 * @param kind     that stands in the form
 * @param tried    what came of a look-up; null where there was none
 * @param fault    why the form is shown again; null at first
 */
public record UpstreamView(
        Layout layout,
        Portal portal,
        @Nullable Progress progress,
        String kind,
        String url,
        String ids,
        String login,
        boolean change,
        String version,
        String reason,
        @Nullable String tried,
        @Nullable String fault) {
    public List<Kind> kinds() {
        return List.of(Kind.values());
    }

    public String to(String path) {
        return layout.at(PortalForms.at(portal, path));
    }

    /** What a look-up told, in words. */
    static String told(LookUpResult found) {
        return switch (found) {
            case LookUpResult.Known(var customer) ->
                "It answers, and knows the login"
                        + (customer.id() == null ? "" : ": customer " + customer.id())
                        + ". It tells of: "
                        + String.join(
                                ", ",
                                customer.profile().keySet().stream().sorted().toList())
                        + ".";
            case LookUpResult.Disabled() -> "It answers: whoever has the login can't sign in there.";
            case LookUpResult.Unknown() -> "It answers, and tells of nobody with the login.";
        };
    }
}

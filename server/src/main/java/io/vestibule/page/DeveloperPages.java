package io.vestibule.page;

import io.vestibule.config.Config;
import io.vestibule.config.Mode;
import io.vestibule.http.Route;
import io.vestibule.mail.DevInbox;
import io.vestibule.portal.Callers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What whoever builds a portal is shown: the API reference, and in test mode the start page, the try-it portal and the dev inbox.
 *
 * @param routes of those pages that there are
 */
public record DeveloperPages(List<Route> routes) {
    public DeveloperPages {
        routes = List.copyOf(routes);
    }

    /**
     * Those that mode and settings ask for.
     *
     * @param inbox the mails that test mode shows; null where mail goes out
     */
    public static DeveloperPages of(
            Config config, OpenApiDocuments documents, Callers callers, @Nullable DevInbox inbox) {
        List<Route> routes = new ArrayList<>();
        if (config.http().docs()) {
            routes.addAll(new ApiReference(documents, config.http().publicUrl()).routes());
        }
        if (config.mode() == Mode.TEST) {
            DemoData demo = new DemoData(callers);
            routes.addAll(new StartPage(config.http(), documents, demo, inbox != null).routes());
            routes.addAll(new DemoPage(config, demo, inbox != null).routes());
        }
        if (inbox != null) {
            routes.addAll(new DevInboxPage(inbox).routes());
            routes.addAll(new DevInboxFeed(inbox).routes());
        }
        return new DeveloperPages(routes);
    }
}

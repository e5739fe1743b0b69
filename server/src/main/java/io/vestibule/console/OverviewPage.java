package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import io.vestibule.operator.Principals;
import java.util.Arrays;
import java.util.List;

/** The console's first page: what happened, beside the same time before. With a script it renews itself by {@link OverviewStream}. */
public final class OverviewPage implements ConsolePage {
    private final ConsoleRoutes routes;
    private final Overviews overviews;
    private final OverviewStream stream;

    public OverviewPage(ConsoleRoutes routes, Principals principals, OverviewSources sources) {
        this.routes = routes;
        this.overviews = new Overviews(sources);
        this.stream = new OverviewStream(routes, principals, overviews);
    }

    /**
     * What the template shows.
     *
     * @param changing the part that the stream renews, as HTML
     */
    public record View(Layout layout, OverviewQuery query, String changing) {
        public List<TimeRange> ranges() {
            return Arrays.asList(TimeRange.values());
        }

        /** The address of the same for another time. */
        public String to(TimeRange range) {
            return layout.at("/console" + query.in(range).text());
        }

        /** Where the events are that renew it. */
        public String events() {
            String chosen = query.text();
            return layout.at(OverviewStream.PATH + chosen + (chosen.isEmpty() ? "?" : "&") + OverviewStream.SEEN + "="
                    + OverviewStream.digest(changing));
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(routes.page("/console", Action.STATISTICS_READ, this::show), stream.route());
    }

    private Answer show(Call call) {
        OverviewQuery query = OverviewQuery.of(call);
        Layout layout = call.layout(Section.OVERVIEW);
        String changing = layout.portals().isEmpty() ? "" : overviews.draw(query, layout);
        return Screen.show(200, "overview", new View(layout, query, changing));
    }
}

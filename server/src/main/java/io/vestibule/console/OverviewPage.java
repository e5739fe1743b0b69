package io.vestibule.console;

import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;
import java.util.List;

/** The console's first page. */
public final class OverviewPage {
    private final Gate gate;

    public OverviewPage(Gate gate) {
        this.gate = gate;
    }

    /** What the template shows. */
    public record View(Frame frame) {}

    List<Route> routes() {
        return List.of(gate.page("/console", Action.STATISTICS_READ, this::show));
    }

    private Answer show(Call call) {
        return Screen.show(200, "overview", new View(call.frame(Section.OVERVIEW)));
    }
}

package io.vestibule.console;

import io.vestibule.http.Answer;

/** The console's first page. */
public final class OverviewPage {
    private OverviewPage() {}

    /** What the template shows. */
    public record View(Frame frame) {}

    static Answer show(Call call) {
        return Screen.show(200, "overview", new View(call.frame(Section.OVERVIEW)));
    }
}

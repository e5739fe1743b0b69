package io.vestibule.page.portal;

import io.vestibule.http.Answer;
import io.vestibule.operator.ActAs;
import io.vestibule.operator.ConsoleCookie;
import java.util.function.Supplier;

/** The link by which an operator begins to act for a customer. It acts on its button, in the browser in which they use the console. */
public final class ActAsPage {
    private final Supplier<ActAs> actAs;
    private final ConsoleCookie console;

    /** @param actAs made at first use */
    public ActAsPage(Supplier<ActAs> actAs, ConsoleCookie console) {
        this.actAs = actAs;
        this.console = console;
    }

    /**
     * What the template shows.
     *
     * @param who    whom the link is for
     * @param action where the button leads
     */
    public record View(PageRequest page, String who, String action) {
        /** Without the token. */
        @Override
        public String toString() {
            return "View[redacted]";
        }
    }

    /** Says what will be, and asks. */
    Answer ask(PageRequest page) {
        return switch (actAs.get().look(page.caller(), token(page), consoleCookie(page))) {
            case ActAs.Look.For(var customer) ->
                PageRenderer.show(
                        200,
                        "act-as",
                        page,
                        new View(page, AccountView.name(customer), page.to("act-as", "/" + token(page))));
            case ActAs.Look.NotSignedIn() -> notSignedIn(page);
            case ActAs.Look.NoLink() -> noLink(page);
        };
    }

    /** Opens the session. */
    Answer begin(PageRequest page) {
        return switch (actAs.get().open(page.caller(), token(page), consoleCookie(page))) {
            case ActAs.Result.Opened(var cookie, var life) -> page.goOn(cookie, life);
            case ActAs.Result.NotSignedIn() -> notSignedIn(page);
            case ActAs.Result.NoLink() -> noLink(page);
        };
    }

    private static String token(PageRequest page) {
        return page.request().segment("token");
    }

    private String consoleCookie(PageRequest page) {
        return page.request().cookie(console.name()).orElse("");
    }

    private static Answer notSignedIn(PageRequest page) {
        return PageRenderer.show(403, Notice.alone(page, "act.nobody"));
    }

    private static Answer noLink(PageRequest page) {
        return PageRenderer.show(404, Notice.alone(page, "act.invalid"));
    }
}

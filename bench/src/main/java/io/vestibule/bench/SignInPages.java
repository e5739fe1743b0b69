package io.vestibule.bench;

import io.vestibule.bench.load.Answer;
import io.vestibule.bench.load.Http;
import io.vestibule.bench.load.Step;
import io.vestibule.bench.load.Step.Ask;
import io.vestibule.bench.load.Step.End;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

/** The sign-in on Vestibule's own pages, as a browser makes it: authorize leads to the page, whose form is filled in and sent. */
public final class SignInPages {
    /** Of the demo data. */
    public static final CodeFlow FLOW = new CodeFlow(
            "/portals/1/authorize", "/portals/1/token", "/portals/1/userinfo", "demo-web", "demo-web-secret");

    private static final byte[] FORM = Answer.ascii("name=\"form\" value=\"");

    private SignInPages() {}

    /** Opens a session of a customer. */
    public static Ask open(long customer, Consumer<String> cookies) {
        return signIn(Population.address(customer), signedIn -> {
            cookies.accept(signedIn.cookies());
            return signedIn.status() == 303 ? End.DONE : End.FAILED;
        });
    }

    /** A whole code flow, with a sign-in in it. */
    static Ask flow(long customer) {
        return signIn(Population.address(customer), FLOW::resume);
    }

    /** Signs the customer of a login in, and goes on with the answer, which leads back to authorize and sets the session's cookie. */
    private static Ask signIn(String login, Function<Answer, Step> then) {
        return new Ask(Http.bare("GET", FLOW.authorize()), asked -> {
            String page = asked.location();
            return page == null ? End.FAILED : new Ask(Http.bare("GET", page), shown -> send(page, shown, login, then));
        });
    }

    private static Step send(String page, Answer shown, String login, Function<Answer, Step> then) {
        String form = shown.between(FORM, '"');
        return form == null
                ? End.FAILED
                : new Ask(
                        Http.form(
                                page,
                                "form=" + form + "&login=" + URLEncoder.encode(login, StandardCharsets.UTF_8)
                                        + "&password=" + Population.PASSWORD.replace(' ', '+'),
                                "Cookie: " + shown.cookies()),
                        then);
    }
}

package io.vestibule.page.portal;

import static io.vestibule.http.Route.get;
import static io.vestibule.http.Route.post;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import io.vestibule.mail.Language;
import io.vestibule.page.PageWords;
import java.util.List;

/** The pages of a portal's customers. All of them carry the query of the first through to where it ends. */
public final class PortalPages implements Site {
    private final List<Route> routes;

    public PortalPages(
            Visits visits,
            SignInPage signIn,
            PasskeyPage passkey,
            CodePage code,
            MailedLinkPage link,
            RegisterPage register,
            ForgotPage forgot,
            SignOutPage signOut,
            ConsentPage consent,
            DevicePage device,
            AccountPage account,
            PasskeysPage passkeys,
            SecondFactorPage secondFactor,
            StepUpPage stepUp) {
        this.routes = List.of(
                get("/sign-in/{portal}", visits.page(signIn::begin)),
                post("/sign-in/{portal}", visits.form(signIn::take)),
                get("/sign-in/{portal}/login", visits.page(signIn::show)),
                post("/sign-in/{portal}/code", visits.form(code::take)),
                post("/sign-in/{portal}/passkey", visits.form(passkey::take)),
                post("/sign-in/{portal}/passkey/options", visits.form(passkey::options)),
                get(Script.PATH, Script::answer),
                post("/sign-in/{portal}/link", visits.form(link::request)),
                get("/sign-in/{portal}/link/{id}/{token}", visits.page(link::ask)),
                post("/sign-in/{portal}/link/{id}/{token}", visits.form(link::act)),
                get("/register/{portal}", visits.page(register::show)),
                post("/register/{portal}", visits.form(register::take)),
                get("/forgot/{portal}", visits.page(forgot::show)),
                post("/forgot/{portal}", visits.form(forgot::take)),
                get("/consent/{portal}", visits.page(consent::ask)),
                post("/consent/{portal}", visits.form(consent::take)),
                get("/device/{portal}", visits.page(device::show)),
                post("/device/{portal}", visits.form(device::take)),
                get("/sign-out/{portal}", visits.page(signOut::ask)),
                post("/sign-out/{portal}", visits.form(signOut::act)),
                get("/signed-out/{portal}", visits.page(signOut::done)),
                get("/account/{portal}", visits.page(account::show)),
                post("/account/{portal}/password", visits.form(account::changePassword)),
                post("/account/{portal}/sessions", visits.form(account::endSessions)),
                post("/account/{portal}/consents", visits.form(account::withdrawConsent)),
                get("/account/{portal}/passkeys", visits.page(passkeys::show)),
                post("/account/{portal}/passkeys", visits.form(passkeys::register)),
                post("/account/{portal}/passkeys/options", visits.form(passkeys::options)),
                post("/account/{portal}/passkeys/name", visits.form(passkeys::rename)),
                post("/account/{portal}/passkeys/remove", visits.form(passkeys::remove)),
                get("/account/{portal}/second-factor", visits.page(secondFactor::show)),
                post("/account/{portal}/second-factor", visits.form(secondFactor::change)),
                post("/account/{portal}/second-factor/app", visits.form(secondFactor::offer)),
                post("/account/{portal}/second-factor/confirm", visits.form(secondFactor::confirm)),
                get("/second-factor/{portal}", visits.page(stepUp::ask)),
                post("/second-factor/{portal}", visits.form(stepUp::take)),
                post("/second-factor/{portal}/passkey", visits.form(stepUp::takePasskey)),
                post("/second-factor/{portal}/passkey/options", visits.form(stepUp::options)));
    }

    @Override
    public String name() {
        return "pages";
    }

    @Override
    public List<String> prefixes() {
        return List.of(
                "/sign-in/",
                "/register/",
                "/forgot/",
                "/consent/",
                "/device/",
                "/sign-out/",
                "/signed-out/",
                "/second-factor/",
                "/account/",
                "/pages/");
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public boolean readsJson() {
        return false;
    }

    @Override
    public Answer problem(Problem problem, String path) {
        return Notice.of(problem, PageWords.in(Language.ENGLISH));
    }

    @Override
    public Answer missed(Request request, Problem problem, String path) {
        return Notice.of(problem, Visits.words(request, ""));
    }
}

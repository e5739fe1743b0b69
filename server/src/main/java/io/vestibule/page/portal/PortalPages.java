package io.vestibule.page.portal;

import static io.vestibule.http.Route.get;
import static io.vestibule.http.Route.post;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.Route;
import io.vestibule.http.Site;
import io.vestibule.page.PageWords;
import java.util.List;

/** The pages of a portal's customers. All of them carry the query of the first through to where it ends. */
public final class PortalPages implements Site {
    private final List<Route> routes;

    public PortalPages(
            PageRequests requests,
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
            ProfilePage profile,
            EmailPage email,
            PasskeysPage passkeys,
            SecondFactorPage secondFactor,
            StepUpPage stepUp,
            ActAsPage actAs,
            LogoImage logo) {
        this.routes = List.of(
                get("/sign-in/{portal}", requests.page(signIn::begin)),
                post("/sign-in/{portal}", requests.form(signIn::take)),
                get("/sign-in/{portal}/login", requests.page(signIn::show)),
                post("/sign-in/{portal}/code", requests.form(code::take)),
                post("/sign-in/{portal}/passkey", requests.form(passkey::take)),
                post("/sign-in/{portal}/passkey/options", requests.form(passkey::options)),
                get(Script.PATH, Script::answer),
                get(LogoImage.PATH, logo::answer),
                post("/sign-in/{portal}/link", requests.form(link::request)),
                get("/sign-in/{portal}/link/{id}/{token}", requests.page(link::ask)),
                post("/sign-in/{portal}/link/{id}/{token}", requests.form(link::act)),
                get("/register/{portal}", requests.page(register::show)),
                post("/register/{portal}", requests.form(register::take)),
                get("/forgot/{portal}", requests.page(forgot::show)),
                post("/forgot/{portal}", requests.form(forgot::take)),
                get("/consent/{portal}", requests.page(consent::ask)),
                post("/consent/{portal}", requests.form(consent::take)),
                get("/device/{portal}", requests.page(device::show)),
                post("/device/{portal}", requests.form(device::take)),
                get("/sign-out/{portal}", requests.pageOrActing(signOut::ask)),
                post("/sign-out/{portal}", requests.formOrActing(signOut::act)),
                get("/signed-out/{portal}", requests.pageOrActing(signOut::done)),
                get("/account/{portal}", requests.pageOrActing(account::show)),
                post("/account/{portal}/password", requests.form(account::changePassword)),
                post("/account/{portal}/sessions", requests.form(account::endSessions)),
                post("/account/{portal}/consents", requests.form(account::withdrawConsent)),
                get("/account/{portal}/profile", requests.page(profile::show)),
                post("/account/{portal}/profile", requests.form(profile::change)),
                get("/account/{portal}/email", requests.page(email::show)),
                post("/account/{portal}/email", requests.form(email::change)),
                post("/account/{portal}/verification", requests.form(email::requestVerification)),
                get("/account/{portal}/passkeys", requests.page(passkeys::show)),
                post("/account/{portal}/passkeys", requests.form(passkeys::register)),
                post("/account/{portal}/passkeys/options", requests.form(passkeys::options)),
                post("/account/{portal}/passkeys/name", requests.form(passkeys::rename)),
                post("/account/{portal}/passkeys/remove", requests.form(passkeys::remove)),
                get("/account/{portal}/second-factor", requests.page(secondFactor::show)),
                post("/account/{portal}/second-factor", requests.form(secondFactor::change)),
                post("/account/{portal}/second-factor/app", requests.form(secondFactor::offer)),
                post("/account/{portal}/second-factor/confirm", requests.form(secondFactor::confirm)),
                get("/second-factor/{portal}", requests.page(stepUp::ask)),
                post("/second-factor/{portal}", requests.form(stepUp::take)),
                post("/second-factor/{portal}/passkey", requests.form(stepUp::takePasskey)),
                post("/second-factor/{portal}/passkey/options", requests.form(stepUp::options)),
                get("/act-as/{portal}/{token}", requests.pageOrActing(actAs::ask)),
                post("/act-as/{portal}/{token}", requests.formOrActing(actAs::begin)));
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
                "/act-as/",
                "/pages/",
                "/branding/");
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
        return problem(problem, path, "");
    }

    @Override
    public Answer problem(Problem problem, String path, String languages) {
        return Notice.of(problem, PageWords.accepted(languages));
    }
}

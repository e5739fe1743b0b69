package io.vestibule.page.portal;

import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.page.PageWords;
import io.vestibule.passkey.RelyingParty;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.session.ActAsSession;
import io.vestibule.session.BrowserCookie;
import io.vestibule.session.NewBrowserSession;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request for a page of a portal.
 *
 * @param words     in the customer's language
 * @param formToken what each form carries
 * @param base      the path of the public URL, without a slash at its end
 * @param origin    of the public URL
 * @param passkeys  for which site the pages ask for passkeys; null where browsers would refuse the portal's there
 * @param acting    the session in which an operator acts for a customer; null where none does
 */
public record PageRequest(
        Request request,
        Caller caller,
        CarriedQuery query,
        PageWords words,
        String formToken,
        BrowserCookie cookies,
        String base,
        String origin,
        @Nullable RelyingParty passkeys,
        @Nullable ActAsSession acting) {

    /** What a query says whose customer doesn't agree to it. */
    public static final String REFUSED = "consent=refused";

    /** Tells the authorization endpoint what the customer chose who was asked for a second factor. */
    public static final String SECOND_FACTOR = "second_factor";

    /** What a query says whose customer goes on without one. */
    public static final String WITHOUT_SECOND_FACTOR = SECOND_FACTOR + "=declined";

    /** The portal's name. */
    public String portal() {
        return caller.portal().name();
    }

    /** What the portal's pages look like. */
    public PageBrand brand() {
        PageBrand brand = PageBrand.of(caller.portal(), base);
        return acting == null ? brand : brand.with(ActingBanner.of(this, acting));
    }

    /** The address of another page of the portal, with the query behind it. */
    public String to(String page) {
        return to(page, "");
    }

    /** The same with more of a path behind the portal's id. */
    public String to(String page, String rest) {
        return query.behind(base + "/" + page + "/" + caller.portal().id() + rest);
    }

    /** The address of the pages' script. */
    public String script() {
        return base + Script.PATH;
    }

    /** A field of the form as it was sent; empty where it is missing or comes twice. */
    String field(String name) {
        return request.formParameters().text(name).orElse("");
    }

    Secret secret(String name) {
        return Secret.of(field(name));
    }

    /** The same; null where it is empty. */
    @Nullable
    Secret optionalSecret(String name) {
        return field(name).isEmpty() ? null : secret(name);
    }

    /** The cookie of the session that this browser has so far with the portal. */
    Optional<String> sessionCookie() {
        return request.cookie(cookies.name(caller.portal().id()));
    }

    /** The same for a sign-in, which makes it void. */
    @Nullable
    String formerCookie() {
        return sessionCookie().orElse(null);
    }

    /** Leads to another page of the portal. */
    Answer goTo(String page) {
        return seeOther(to(page));
    }

    /** Goes on where the customer wanted to, with the session that was opened. */
    Answer enter(NewBrowserSession opened) {
        return goOn(opened.token(), opened.session().life());
    }

    /** The same with a session under another cookie. */
    Answer goOn(String cookie, Duration life) {
        return goOn().adding("Set-Cookie", cookies.write(caller.portal().id(), cookie, life));
    }

    /** The same with the session that there is. */
    Answer goOn() {
        return query.isOfApplication() ? goToApplication() : goTo(query.isOfDevice() ? "device" : "account");
    }

    /** The address at which the application's request goes on without a second factor; null where no application waits. */
    public @Nullable String withoutSecondFactor() {
        return query.isOfApplication() ? to("portals", "/authorize") + "&" + WITHOUT_SECOND_FACTOR : null;
    }

    /** Goes on with the application's request, which is decided anew. */
    Answer goToApplication() {
        return seeOther(to("portals", "/authorize"));
    }

    /** Goes on with it and the customer's no. */
    Answer refuse() {
        return seeOther(to("portals", "/authorize") + "&" + REFUSED);
    }

    /** Goes on with the application's wish that the customer sign out, without any session in this browser. */
    Answer goToLogout() {
        return seeOther(to("portals", "/logout"))
                .adding("Set-Cookie", cookies.remove(caller.portal().id()));
    }

    /** Without any session in this browser. */
    Answer leave(String page) {
        return goTo(page).adding("Set-Cookie", cookies.remove(caller.portal().id()));
    }

    static Answer seeOther(String location) {
        return Answer.empty(303).with("Location", location);
    }
}

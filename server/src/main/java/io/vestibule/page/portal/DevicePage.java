package io.vestibule.page.portal;

import io.vestibule.customer.Customer;
import io.vestibule.guard.Permitted;
import io.vestibule.http.Answer;
import io.vestibule.oauth.DeviceAuthorizations;
import io.vestibule.oauth.DeviceStore.Waiting;
import io.vestibule.oauth.UserCode;
import io.vestibule.session.BrowserSessions;
import io.vestibule.session.BrowserSessions.Found;
import io.vestibule.signin.RateLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a customer types the code that a device shows, and agrees that it is signed in (RFC 8628 section 3.3). They are asked each time, and
 * told which application it is: whoever sent them the code may be somebody else (section 5.4).
 */
public final class DevicePage {
    private final BrowserSessions browsers;
    private final DeviceAuthorizations devices;
    private final RateLimits limits;

    public DevicePage(BrowserSessions browsers, DeviceAuthorizations devices, RateLimits limits) {
        this.browsers = browsers;
        this.devices = devices;
        this.limits = limits;
    }

    /**
     * What the template of the code shows.
     *
     * @param code  that was typed, or that the address has
     * @param fault why the page is shown again; null at first
     */
    public record CodeView(
            PageRequest page, String code, @Nullable Fault fault) {}

    /**
     * What the template of the question shows.
     *
     * @param customer    who is asked
     * @param application its client_id
     * @param code        as the device shows it
     * @param fault       why the page is shown again; null at first
     */
    public record View(
            PageRequest page,
            Customer customer,
            String application,
            List<String> scopes,
            String code,
            @Nullable Fault fault) {
        public View {
            scopes = List.copyOf(scopes);
        }

        /** What the customer is called. */
        public String who() {
            return AccountView.name(customer);
        }

        /** What a scope lets the application do, in words; the name of one of the portal's own. */
        public String describe(String scope) {
            return page.words().sayOr("scope." + scope, scope);
        }
    }

    Answer show(PageRequest page) {
        return signedIn(page, found -> code(200, page, page.query().userCode(), null));
    }

    /** The code, then what is answered to the question. */
    Answer take(PageRequest page) {
        return signedIn(
                page,
                found -> UserCode.parse(page.field("code"))
                        .map(code -> take(page, found, code))
                        .orElseGet(() -> code(422, page, page.field("code"), Fault.of("device.unknown"))));
    }

    /** An answer without the question before it counts as a try, too: it would tell as much. */
    private Answer take(PageRequest page, Found found, UserCode code) {
        return switch (devices.waiting(page.caller(), limits.userCode(page.caller()), code)) {
            case Permitted.Throttled<Optional<Waiting>>(Duration wait) ->
                code(429, page, code.shown(), Fault.throttled(wait)).retryAfter(wait);
            case Permitted.Granted<Optional<Waiting>>(Optional<Waiting> waiting) ->
                waiting.map(device -> take(page, found, code, device))
                        .orElseGet(() -> code(422, page, code.shown(), Fault.of("device.unknown")));
        };
    }

    private Answer take(PageRequest page, Found found, UserCode code, Waiting device) {
        if (!page.field("refuse").isEmpty()) {
            devices.refuse(page.caller(), code);
            return PageRenderer.show(200, Notice.of(page, "device.refused", "account", "account.link"));
        }
        if (page.field("agree").isEmpty()) {
            return ask(200, page, found, code, device, null);
        }
        if (!PageCustomer.wasShown(page, found)) {
            return ask(422, page, found, code, device, Fault.of("page.other_customer"));
        }
        String cookie = page.sessionCookie().orElse("");
        return devices.approve(page.caller(), code, cookie)
                ? PageRenderer.show(200, Notice.of(page, "device.done", "account", "account.link"))
                : code(422, page, code.shown(), Fault.of("device.unknown"));
    }

    private static Answer ask(
            int status, PageRequest page, Found found, UserCode code, Waiting device, @Nullable Fault fault) {
        View view = new View(page, found.customer(), device.clientId(), device.scopes(), code.shown(), fault);
        return PageRenderer.show(status, "device", page, view);
    }

    private static Answer code(int status, PageRequest page, String code, @Nullable Fault fault) {
        return PageRenderer.show(status, "device-code", page, new CodeView(page, code, fault));
    }

    private Answer signedIn(PageRequest page, Function<Found, Answer> call) {
        return PageCustomer.of(page, browsers)
                .map(call)
                .orElseGet(() -> page.query().isOfDevice() ? page.goTo("sign-in") : goToSignIn(page));
    }

    /** And from there to where the code is typed. */
    private static Answer goToSignIn(PageRequest page) {
        String signIn = page.to("sign-in");
        return PageRequest.seeOther(signIn + (signIn.contains("?") ? "&" : "?") + "user_code=");
    }
}

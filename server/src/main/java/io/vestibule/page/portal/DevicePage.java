package io.vestibule.page.portal;

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
            Visit visit, String code, @Nullable Fault fault) {}

    /**
     * What the template of the question shows.
     *
     * @param who         what the customer is called
     * @param application its client_id
     * @param code        as the device shows it
     */
    public record View(Visit visit, String who, String application, List<String> scopes, String code) {
        public View {
            scopes = List.copyOf(scopes);
        }

        /** What a scope lets the application do, in words; the name of one of the portal's own. */
        public String describe(String scope) {
            return visit.words().sayOr("scope." + scope, scope);
        }
    }

    Answer show(Visit visit) {
        return signedIn(visit, found -> code(200, visit, visit.query().userCode(), null));
    }

    /** The code, then what is answered to the question. */
    Answer take(Visit visit) {
        return signedIn(
                visit,
                found -> UserCode.parse(visit.field("code"))
                        .map(code -> take(visit, found, code))
                        .orElseGet(() -> code(422, visit, visit.field("code"), Fault.of("device.unknown"))));
    }

    private Answer take(Visit visit, Found found, UserCode code) {
        if (!visit.field("refuse").isEmpty()) {
            devices.refuse(visit.caller(), code);
            return Screen.show(200, Notice.of(visit, "device.refused", "account", "account.link"));
        }
        if (visit.field("agree").isEmpty()) {
            return ask(visit, found, code);
        }
        String cookie = visit.sessionCookie().orElse("");
        return devices.approve(visit.caller(), code, cookie)
                ? Screen.show(200, Notice.of(visit, "device.done", "account", "account.link"))
                : code(422, visit, code.shown(), Fault.of("device.unknown"));
    }

    private Answer ask(Visit visit, Found found, UserCode code) {
        return switch (devices.waiting(visit.caller(), limits.userCode(visit.caller()), code)) {
            case Permitted.Throttled<Optional<Waiting>>(Duration wait) ->
                code(429, visit, code.shown(), Fault.throttled(wait)).retryAfter(wait);
            case Permitted.Granted<Optional<Waiting>>(Optional<Waiting> waiting) ->
                waiting.map(device -> Screen.show(
                                200,
                                "device",
                                visit,
                                new View(
                                        visit,
                                        AccountView.name(found.customer()),
                                        device.clientId(),
                                        device.scopes(),
                                        code.shown())))
                        .orElseGet(() -> code(422, visit, code.shown(), Fault.of("device.unknown")));
        };
    }

    private static Answer code(int status, Visit visit, String code, @Nullable Fault fault) {
        return Screen.show(status, "device-code", visit, new CodeView(visit, code, fault));
    }

    private Answer signedIn(Visit visit, Function<Found, Answer> call) {
        return visit.sessionCookie()
                .flatMap(cookie -> browsers.find(visit.caller().portal().id(), cookie))
                .map(call)
                .orElseGet(() -> visit.query().isOfDevice() ? visit.goTo("sign-in") : visit.goToSignInForDevice());
    }
}

package io.vestibule.oauth;

import io.vestibule.guard.Permits;
import io.vestibule.guard.Permitted;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Signing in on a device without a browser or keyboard (RFC 8628): it shows a code, and its customer types that on a page of ours, in a browser
 * in which they are signed in. What the device holds is then an authorization code, which no browser ever sees.
 */
public final class DeviceAuthorizations {
    static final Duration LIFE = Duration.ofMinutes(10);
    static final Duration INTERVAL = Duration.ofSeconds(5);

    /** Stands where other codes have a redirect URI; none can be registered that reads so. */
    static final String REDIRECT_URI = "urn:ietf:params:oauth:grant-type:device_code";

    private final DeviceStore store;

    public DeviceAuthorizations(DeviceStore store) {
        this.store = store;
    }

    /** What a device goes on with (section 3.2): its code, what it shows, how long both are good, and how often it may ask. */
    public record Begun(Secret deviceCode, UserCode userCode, Duration life, Duration interval) {}

    /** Takes the permits and begins a sign-in. */
    public Permitted<Begun> begin(Permits permits, OAuthClient client, List<String> scopes) {
        String deviceCode = Tokens.random();
        UserCode userCode = UserCode.random();
        return switch (store.begin(permits, Tokens.hash(deviceCode), userCode, client, scopes, LIFE)) {
            case Permitted.Throttled<Boolean>(Duration wait) -> new Permitted.Throttled<>(wait);
            case Permitted.Granted<Boolean>(Boolean begun) ->
                begun
                        ? new Permitted.Granted<>(new Begun(Secret.of(deviceCode), userCode, LIFE, INTERVAL))
                        : begin(Permits.NONE, client, scopes);
        };
    }

    /** Which device waits with the user code; empty if none does. */
    public Permitted<Optional<DeviceStore.Waiting>> waiting(Caller caller, Permits permits, UserCode code) {
        return store.waiting(permits, caller.portal().id(), code);
    }

    /** The customer in the browser agrees; false if nobody is signed in there, or the device has stopped waiting. */
    public boolean approve(Caller caller, UserCode code, String cookie) {
        return store.approve(caller.portal().id(), code, cookie, REDIRECT_URI, LIFE, caller.auditContext());
    }

    /** The customer doesn't. */
    public void refuse(Caller caller, UserCode code) {
        store.refuse(caller.portal().id(), code);
    }
}

package io.vestibule.upstream;

import io.vestibule.cache.BoundedCache;
import io.vestibule.config.UpstreamConfig;
import io.vestibule.customer.LoginName;
import io.vestibule.portal.UpstreamSettings;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.UnreadableException;
import java.time.Clock;
import java.util.UUID;

/** Makes what asks an upstream, once for each setting of one. */
public final class UpstreamClients implements AutoCloseable {
    private final MasterKey keys;
    private final Clock clock;
    private final boolean testMode;
    private final Bulkhead bulkhead;
    private final UpstreamCalls calls;
    private final BoundedCache<UUID, Upstream> made = new BoundedCache<>(1000);

    public UpstreamClients(UpstreamConfig config, MasterKey keys, Clock clock, boolean testMode, Bulkhead bulkhead) {
        this.calls = new UpstreamCalls(config);
        this.keys = keys;
        this.clock = clock;
        this.testMode = testMode;
        this.bulkhead = bulkhead;
    }

    /** What came of a look-up that an operator asked for. */
    public sealed interface Probe {
        /** The upstream answered as its API has it. */
        record Answered(LookUpResult result) implements Probe {}

        /** It didn't, and what was wrong. */
        record Faulty(String what) implements Probe {}
    }

    /** Asks an upstream who has a login, also one that is out of order. */
    public Probe probe(UpstreamSettings settings, LoginName login) {
        try {
            return new Probe.Answered(bulkhead.run(() -> of(settings).lookUp(login.value())));
        } catch (UpstreamFaultException e) {
            return new Probe.Faulty(e.what());
        }
    }

    /** What asks the upstream of these settings. */
    Upstream of(UpstreamSettings settings) {
        if (!UpstreamUrl.mayBeAsked(settings.url(), testMode)) {
            throw UpstreamFaultException.of("its URL is not https, which only test mode takes");
        }
        return made.get(settings.revision(), revision -> make(settings));
    }

    private Upstream make(UpstreamSettings settings) {
        UpstreamCredentials credentials;
        try {
            credentials = UpstreamCredentials.open(keys, settings.sealed(), settings.revision());
        } catch (UnreadableException e) {
            throw UpstreamFaultException.of("its credentials are sealed under another master key: set them again");
        }
        return switch (settings.kind()) {
            case SONAR -> new SonarUpstream(calls, settings.url(), credentials);
            case LOGICBOXES -> new LogicBoxesUpstream(calls, settings.url(), credentials);
            case KEAZE -> new KeazeUpstream(calls, settings.url(), credentials);
            case HOOK -> new HookUpstream(calls, settings.url(), credentials, clock);
        };
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        calls.close();
    }
}

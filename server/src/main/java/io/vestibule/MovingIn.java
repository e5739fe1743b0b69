package io.vestibule;

import io.vestibule.config.Config;
import io.vestibule.config.Mode;
import io.vestibule.guard.Lockout;
import io.vestibule.password.HashPool;
import io.vestibule.secret.MasterKey;
import io.vestibule.signin.MoveIn;
import io.vestibule.signin.PasswordProof;
import io.vestibule.store.Database;
import io.vestibule.upstream.Bulkhead;
import io.vestibule.upstream.CircuitBreakers;
import io.vestibule.upstream.MoveInClaimStore;
import io.vestibule.upstream.MoveInClaims;
import io.vestibule.upstream.MoveInStore;
import io.vestibule.upstream.UpstreamClients;
import io.vestibule.upstream.UpstreamLookUp;
import io.vestibule.upstream.UpstreamStore;
import io.vestibule.upstream.Upstreams;
import java.time.Clock;

/**
 * The objects that ask the systems that portals come from, as {@link Server} makes the others.
 *
 * @param clients  what asks, to be closed
 * @param bulkhead how many do at once
 * @param breakers which are out of order
 * @param claims   who may ask for one
 * @param store    who came
 * @param lookUp   who is there
 */
record MovingIn(
        UpstreamClients clients,
        Bulkhead bulkhead,
        CircuitBreakers breakers,
        Upstreams upstreams,
        MoveInClaimStore claims,
        MoveInStore store,
        UpstreamLookUp lookUp) {

    static MovingIn of(Database database, Config config, MasterKey keys, Clock clock, Lockout lockout) {
        var bulkhead = new Bulkhead();
        var breakers = new CircuitBreakers();
        var clients = new UpstreamClients(config.upstream(), keys, clock, config.mode() == Mode.TEST, bulkhead);
        var upstreams = new Upstreams(clients, bulkhead, breakers, new UpstreamStore(database.sql()));
        var claims = new MoveInClaimStore(database.signInSql());
        var store = new MoveInStore(database.signInSql(), lockout);
        var lookUp = new UpstreamLookUp(upstreams, claims, store);
        return new MovingIn(clients, bulkhead, breakers, upstreams, claims, store, lookUp);
    }

    /** The proof by password, where an upstream may be the one that knows it. */
    MoveIn proof(PasswordProof proof, HashPool pool) {
        return new MoveIn(proof, new MoveInClaims(claims), store, upstreams, pool);
    }
}

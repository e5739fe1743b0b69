package io.vestibule;

import io.vestibule.administration.OperatorAdministration;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.config.Config;
import io.vestibule.config.Mode;
import io.vestibule.console.ConsoleSite;
import io.vestibule.console.Frames;
import io.vestibule.console.Gate;
import io.vestibule.console.OwnSessionsPage;
import io.vestibule.console.SetupPage;
import io.vestibule.console.SignInPage;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.RateLimiter;
import io.vestibule.http.DeferredSite;
import io.vestibule.http.Site;
import io.vestibule.operator.ApiKeyStore;
import io.vestibule.operator.ConsoleCookie;
import io.vestibule.operator.OperatorCodes;
import io.vestibule.operator.OperatorSessionStore;
import io.vestibule.operator.OperatorSetup;
import io.vestibule.operator.OperatorSetupStore;
import io.vestibule.operator.OperatorSignIn;
import io.vestibule.operator.OperatorSignInStore;
import io.vestibule.operator.OperatorStore;
import io.vestibule.operator.Principals;
import io.vestibule.password.HashPool;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.portal.PortalAdministrationStore;
import io.vestibule.portal.PortalStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.sql.Sql;
import java.net.URI;

/** The objects of the console, as {@link Server} makes the others; the first request of an operator makes them, so that no start does. */
final class Console {
    private Console() {}

    static Site site(Sql sql, Config config, MasterKey keys, HashPool pool, PasswordPolicy policy, Lockout lockout) {
        return new DeferredSite(
                ConsoleSite.NAME, ConsoleSite.PREFIXES, () -> made(sql, config, keys, pool, policy, lockout));
    }

    private static Site made(
            Sql sql, Config config, MasterKey keys, HashPool pool, PasswordPolicy policy, Lockout lockout) {
        URI publicUrl = config.http().publicUrl();
        var portalStore = new PortalStore(sql);
        var sessions = new OperatorSessionStore(sql);
        var setups = new OperatorSetupStore(sql);
        var codes = new OperatorCodes(keys);
        var signIn = new OperatorSignIn(
                new OperatorSignInStore(sql), codes, new RateLimiter(config.guard(), keys), lockout, pool);
        var operators = new OperatorAdministration(new OperatorStore(sql), setups, sessions, portalStore, publicUrl);
        var portals = new PortalAdministration(
                portalStore, new PortalAdministrationStore(sql, portalStore), config.mode() == Mode.TEST);

        var frames = new Frames(portals, publicUrl);
        var gate = new Gate(
                new Principals(new ApiKeyStore(sql), sessions), new ConsoleCookie(publicUrl), frames, publicUrl);
        return new ConsoleSite(
                gate,
                new SignInPage(gate, signIn),
                new SetupPage(gate, new OperatorSetup(setups, codes, policy, pool)),
                new OwnSessionsPage(gate, operators, sessions));
    }
}

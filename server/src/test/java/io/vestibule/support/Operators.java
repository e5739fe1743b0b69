package io.vestibule.support;

import io.vestibule.administration.ApiKeyAdministration;
import io.vestibule.administration.OperatorAdministration;
import io.vestibule.audit.AuditContext;
import io.vestibule.config.Config;
import io.vestibule.customer.EmailAddress;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.Network;
import io.vestibule.guard.RateLimiter;
import io.vestibule.operator.ApiKeyStore;
import io.vestibule.operator.OperatorCodes;
import io.vestibule.operator.OperatorFactorStore;
import io.vestibule.operator.OperatorPasskeyStore;
import io.vestibule.operator.OperatorPasskeys;
import io.vestibule.operator.OperatorRegistrationStore;
import io.vestibule.operator.OperatorSessionStore;
import io.vestibule.operator.OperatorSetup;
import io.vestibule.operator.OperatorSetupStore;
import io.vestibule.operator.OperatorSignIn;
import io.vestibule.operator.OperatorSignInStore;
import io.vestibule.operator.OperatorSignatures;
import io.vestibule.operator.OperatorStore;
import io.vestibule.operator.PortalScope;
import io.vestibule.operator.Principal;
import io.vestibule.operator.Principals;
import io.vestibule.operator.Role;
import io.vestibule.passkey.WebAuthn;
import io.vestibule.password.HashPool;
import io.vestibule.password.PasswordHasher;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.portal.ClientName;
import io.vestibule.portal.PortalStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.sql.Sql;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Makes operators and API keys on a database, and signs operators in, as the console does. */
public final class Operators {
    public static final String PASSWORD = "a fine long one";
    private static final URI PUBLIC_URL = URI.create("http://localhost:8080");
    private static final HashPool POOL = new HashPool(PasswordHasher.create(), 2, 64, Duration.ofSeconds(20));

    public final OperatorAdministration administration;
    public final ApiKeyAdministration apiKeys;
    public final OperatorSetup setup;
    public final OperatorSignIn signIn;
    public final OperatorSessionStore sessions;
    public final Principals principals;
    private final Sql sql;

    public Operators(TestDatabases.Place place) {
        this(place, Map.of());
    }

    /** The same with some settings changed. */
    public Operators(TestDatabases.Place place, Map<String, String> changes) {
        this.sql = place.sql();
        Map<String, String> settings = new HashMap<>(Map.of(
                "VESTIBULE_MODE",
                "test",
                "VESTIBULE_DATABASE_URL",
                place.url(),
                "VESTIBULE_MASTER_KEY",
                TestDatabases.MASTER_KEY));
        settings.putAll(changes);
        var guard = Config.read(settings).guard();
        MasterKey keys = MasterKey.of(Secret.of(TestDatabases.MASTER_KEY));
        var setups = new OperatorSetupStore(sql);
        var codes = new OperatorCodes(keys);
        var webAuthn = new WebAuthn();
        var signIns = new OperatorSignInStore(sql);
        var passkeys = new OperatorPasskeyStore(sql);
        sessions = new OperatorSessionStore(sql);
        administration = new OperatorAdministration(
                new OperatorStore(sql), setups, sessions, passkeys, new PortalStore(sql), PUBLIC_URL);
        apiKeys = new ApiKeyAdministration(new ApiKeyStore(sql), new PortalStore(sql));
        setup = new OperatorSetup(
                setups,
                codes,
                new OperatorPasskeys(passkeys, new OperatorRegistrationStore(sql), webAuthn, PUBLIC_URL),
                new PasswordPolicy(),
                POOL);
        signIn = new OperatorSignIn(
                new OperatorSignIn.Parts(
                        signIns,
                        new OperatorFactorStore(sql),
                        codes,
                        new OperatorSignatures(signIns, webAuthn, PUBLIC_URL),
                        new RateLimiter(guard, keys),
                        new Lockout(guard, keys)),
                POOL);
        principals = new Principals(new ApiKeyStore(sql), sessions);
    }

    /** Where requests come from. */
    public static Principals.Origin origin() {
        return new Principals.Origin("console", Network.of(InetAddress.getLoopbackAddress()), "a-request");
    }

    /** Who was set up, with their app. */
    public record Ready(long id, String email, Authenticator app) {}

    /** The token of a link. */
    public static String token(Secret link) {
        return link.reveal().substring(link.reveal().lastIndexOf('/') + 1);
    }

    /** Makes an operator, whose link isn't used yet. */
    public OperatorAdministration.Added add(String email, Role role, PortalScope portals) {
        return (OperatorAdministration.Added)
                administration.add(new EmailAddress(email), email, role, portals, AuditContext.COMMAND);
    }

    /** Makes an operator and sets them up. */
    public Ready ready(String email, Role role, PortalScope portals) {
        OperatorAdministration.Added added = add(email, role, portals);
        String token = token(added.link());
        var app = new Authenticator(setup.open(token).orElseThrow().secret().reveal());
        var result = setup.complete(token, Secret.of(PASSWORD), Secret.of(app.code()), origin());
        if (!(result instanceof OperatorSetup.Result.Done)) {
            throw new AssertionError(result);
        }
        forgetCodes(added.operator());
        return new Ready(added.operator(), email, app);
    }

    /** Lets an operator use a code again, so that no test waits for the next one. */
    private void forgetCodes(long operator) {
        sql.useHandle(h -> h.execute("update operator set totp_last_step = 0 where id = ?", operator));
    }

    /** The token of a sign-in whose password was right. */
    public String challenge(Ready operator) {
        return signIn.password(operator.email(), Secret.of(PASSWORD), origin())
                        instanceof OperatorSignIn.FirstStep.Challenged(String token, var factors)
                ? token
                : "refused";
    }

    /** Signs an operator in, whatever codes they used before; the cookie. */
    public OperatorSignIn.SecondStep.SignedIn signIn(Ready operator) {
        forgetCodes(operator.id());
        return (OperatorSignIn.SecondStep.SignedIn)
                signIn.code(challenge(operator), Secret.of(operator.app().code()), null, origin());
    }

    /** Who has a cookie. */
    public Principal principal(OperatorSignIn.SecondStep.SignedIn signedIn) {
        return principals.bySession(signedIn.cookie().reveal(), origin()).orElseThrow();
    }

    /** Makes an API key. */
    public String apiKey(String name, Role role, PortalScope portals) {
        var issued = (ApiKeyAdministration.AddResult.Issued)
                apiKeys.add(new ClientName(name), role, portals, null, AuditContext.COMMAND);
        return issued.key().reveal();
    }
}

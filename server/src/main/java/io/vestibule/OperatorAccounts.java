package io.vestibule;

import io.vestibule.config.Config;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.RateLimiter;
import io.vestibule.operator.ApiKeyStore;
import io.vestibule.operator.ConsoleCookie;
import io.vestibule.operator.OperatorCodes;
import io.vestibule.operator.OperatorFactorStore;
import io.vestibule.operator.OperatorPasskeySignIn;
import io.vestibule.operator.OperatorPasskeyStore;
import io.vestibule.operator.OperatorPasskeys;
import io.vestibule.operator.OperatorProof;
import io.vestibule.operator.OperatorRegistrationStore;
import io.vestibule.operator.OperatorSessionStore;
import io.vestibule.operator.OperatorSetup;
import io.vestibule.operator.OperatorSetupStore;
import io.vestibule.operator.OperatorSignIn;
import io.vestibule.operator.OperatorSignInStore;
import io.vestibule.operator.OperatorSignatures;
import io.vestibule.operator.Principals;
import io.vestibule.sql.Sql;
import java.net.URI;

/**
 * The objects of operators' accounts, as {@link AdminApi} makes the others.
 *
 * @param signIn        how an operator signs in to the console
 * @param passkeySignIn the same with a passkey
 * @param proof         how one who is signed in proves that it still is them
 * @param setup         how an operator sets password and second factor
 * @param passkeys      those of an operator
 */
record OperatorAccounts(
        ConsoleCookie cookie,
        Principals principals,
        OperatorSignIn signIn,
        OperatorPasskeySignIn passkeySignIn,
        OperatorProof proof,
        OperatorSetup setup,
        OperatorPasskeys passkeys,
        OperatorSessionStore sessions) {

    static OperatorAccounts of(AdminApi.Parts parts) {
        Sql sql = parts.sql();
        Config config = parts.config();
        URI publicUrl = config.http().publicUrl();
        var sessions = new OperatorSessionStore(sql);
        var codes = new OperatorCodes(parts.keys());
        var passkeys = new OperatorPasskeys(
                new OperatorPasskeyStore(sql), new OperatorRegistrationStore(sql), parts.webAuthn(), publicUrl);
        var signIns = new OperatorSignInStore(sql);
        var proofs = new OperatorSignIn.Parts(
                signIns,
                new OperatorFactorStore(sql),
                codes,
                new OperatorSignatures(signIns, parts.webAuthn(), publicUrl),
                new RateLimiter(config.guard(), parts.keys()),
                new Lockout(config.guard(), parts.keys()));
        var signIn = new OperatorSignIn(proofs, parts.pool());
        return new OperatorAccounts(
                new ConsoleCookie(publicUrl),
                new Principals(new ApiKeyStore(sql), sessions),
                signIn,
                new OperatorPasskeySignIn(signIn, proofs),
                new OperatorProof(proofs),
                new OperatorSetup(new OperatorSetupStore(sql), codes, passkeys, parts.policy(), parts.pool()),
                passkeys,
                sessions);
    }
}

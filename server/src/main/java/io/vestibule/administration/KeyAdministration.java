package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.factor.FactorCodes;
import io.vestibule.factor.TotpSecretStore;
import io.vestibule.oauth.PairwiseKeyStore;
import io.vestibule.operator.OperatorCodes;
import io.vestibule.operator.OperatorStore;
import io.vestibule.password.PepperStore;
import io.vestibule.session.SessionStore;
import io.vestibule.session.SigningKeys;
import java.time.Duration;
import java.util.List;

/** What an operator does with keys: those that sign tokens, what the master key seals, and the end of all that was issued. */
public final class KeyAdministration {
    private final SigningKeys signingKeys;
    private final FactorCodes factorCodes;
    private final TotpSecretStore secrets;
    private final PepperStore peppers;
    private final PairwiseKeyStore pairwise;
    private final SessionStore sessions;
    private final OperatorStore operators;
    private final OperatorCodes operatorCodes;

    public KeyAdministration(
            SigningKeys signingKeys,
            FactorCodes factorCodes,
            TotpSecretStore secrets,
            PepperStore peppers,
            PairwiseKeyStore pairwise,
            SessionStore sessions,
            OperatorStore operators,
            OperatorCodes operatorCodes) {
        this.signingKeys = signingKeys;
        this.factorCodes = factorCodes;
        this.secrets = secrets;
        this.peppers = peppers;
        this.pairwise = pairwise;
        this.sessions = sessions;
        this.operators = operators;
        this.operatorCodes = operatorCodes;
    }

    /** The signing keys that are published. */
    public List<SigningKeys.Published> signingKeys() {
        return signingKeys.list();
    }

    /** Starts a new signing key, which signs ten minutes later. No token becomes invalid. */
    public void rotateSigningKey(AuditContext context) {
        signingKeys.rotate(Duration.ZERO, context);
    }

    /**
     * What was sealed anew.
     *
     * @param secondFactors secrets of second factors, those of operators, too
     * @param peppers       secrets of imported password hashes
     * @param pairwise      whether there is a key of pairwise subjects, and it is among them
     */
    public record Resealed(long secondFactors, long peppers, boolean pairwise) {}

    /** Seals anew, under the current master key, what the previous one sealed: a step of its rotation. */
    public Resealed reseal() {
        return new Resealed(
                factorCodes.reseal(secrets) + operatorCodes.reseal(operators), peppers.reseal(), pairwise.reseal());
    }

    /** Starts a new token epoch: every session, link and access token issued before is void. Gives how many sessions that ended. */
    public int startEpoch(AuditContext context) {
        return sessions.startEpoch(context);
    }
}

package io.vestibule;

import io.vestibule.config.Config;
import io.vestibule.config.Mode;
import io.vestibule.dialect.keaze.AccountCalls;
import io.vestibule.dialect.keaze.ChangeEmailCalls;
import io.vestibule.dialect.keaze.EnrolmentCalls;
import io.vestibule.dialect.keaze.KeazeCallers;
import io.vestibule.dialect.keaze.KeazeSite;
import io.vestibule.dialect.keaze.PasskeyCalls;
import io.vestibule.dialect.keaze.PasskeyLoginCalls;
import io.vestibule.dialect.keaze.PasswordCalls;
import io.vestibule.dialect.keaze.PasswordlessCalls;
import io.vestibule.dialect.keaze.ProfileCalls;
import io.vestibule.dialect.keaze.SecondFactorCalls;
import io.vestibule.dialect.logicboxes.AuthenticateCalls;
import io.vestibule.dialect.logicboxes.DetailsCalls;
import io.vestibule.dialect.logicboxes.LogicBoxesError;
import io.vestibule.dialect.logicboxes.LogicBoxesSite;
import io.vestibule.dialect.logicboxes.NewPasswordCalls;
import io.vestibule.dialect.logicboxes.OneTimeCodeCalls;
import io.vestibule.dialect.logicboxes.ResellerCallers;
import io.vestibule.dialect.logicboxes.SearchCalls;
import io.vestibule.dialect.logicboxes.SignUpCalls;
import io.vestibule.dialect.logicboxes.SuspensionCalls;
import io.vestibule.dialect.logicboxes.TokenCalls;
import io.vestibule.dialect.sonar.ContactCalls;
import io.vestibule.dialect.sonar.SonarCallers;
import io.vestibule.dialect.sonar.SonarSite;
import io.vestibule.http.Site;
import io.vestibule.portal.Callers;
import io.vestibule.portal.Origins;
import java.util.List;

/** The vendors' dialects, each of its calls, and each call of the use cases that it asks. */
final class Dialects {
    private Dialects() {}

    static Site sonar(UseCases of, Callers callers) {
        return new SonarSite(
                new SonarCallers(callers), of.lookUp(), of.signIn(), new ContactCalls(of.provisioning(), of.policy()));
    }

    static Site logicBoxes(UseCases of, Callers callers, Config config) {
        var error = new LogicBoxesError(config.logicBoxes().errorStatus());
        return new LogicBoxesSite(
                new ResellerCallers(callers, error),
                error,
                List.of(
                        new AuthenticateCalls(of.signIn(), error),
                        new SignUpCalls(of.provisioning(), of.policy(), error),
                        new NewPasswordCalls(of.provisioning(), of.linkRequests(), of.policy(), error),
                        new TokenCalls(of.signIn(), of.loginTokens(), error),
                        new DetailsCalls(of.lookUp(), of.provisioning(), error),
                        new SuspensionCalls(of.provisioning(), error),
                        new OneTimeCodeCalls(of.oneTimeCodes(), error),
                        new SearchCalls(of.provisioning(), error)));
    }

    static KeazeSite keaze(UseCases of, Callers callers, Origins origins, Config config) {
        boolean testMode = config.mode() == Mode.TEST;
        return new KeazeSite(
                new KeazeCallers(callers, origins, of.sessions(), config.defaultPortal()),
                new PasswordlessCalls(of.lookUp(), of.linkRequests(), of.linkSignIn(), of.signUp(), testMode),
                new PasswordCalls(
                        of.signUp(),
                        of.signIn(),
                        of.sessions(),
                        of.linkRequests(),
                        of.linkRedemption(),
                        of.policy(),
                        testMode),
                new ChangeEmailCalls(of.linkRequests(), of.emailChange(), testMode),
                new SecondFactorCalls(of.secondStep(), of.codeMail(), of.sessions(), testMode),
                new EnrolmentCalls(of.enrolment(), testMode),
                new PasskeyLoginCalls(of.passkeySignIn(), testMode),
                new PasskeyCalls(of.passkeys(), testMode),
                new AccountCalls(of.account(), of.linkRequests(), of.policy(), testMode),
                new ProfileCalls(of.customers()));
    }
}

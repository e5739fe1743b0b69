package io.vestibule;

import io.vestibule.customer.CustomerStore;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.provisioning.Provisioning;
import io.vestibule.session.BrowserSessions;
import io.vestibule.session.Sessions;
import io.vestibule.signin.CodeMail;
import io.vestibule.signin.Enrolment;
import io.vestibule.signin.LinkRedemption;
import io.vestibule.signin.LinkRequests;
import io.vestibule.signin.LinkSignIn;
import io.vestibule.signin.LoginTokens;
import io.vestibule.signin.LookUp;
import io.vestibule.signin.OneTimeCodes;
import io.vestibule.signin.OwnAccount;
import io.vestibule.signin.OwnPasskeys;
import io.vestibule.signin.PasskeySignIn;
import io.vestibule.signin.PasswordSignIn;
import io.vestibule.signin.RateLimits;
import io.vestibule.signin.SecondStep;
import io.vestibule.signin.SignUp;
import io.vestibule.signin.StepUp;

/** What a customer can do, and a portal's server for them: what dialects and pages are made of. */
record UseCases(
        LookUp lookUp,
        PasswordSignIn signIn,
        SignUp signUp,
        LinkSignIn linkSignIn,
        LinkRequests linkRequests,
        LinkRedemption linkRedemption,
        PasskeySignIn passkeySignIn,
        SecondStep secondStep,
        StepUp stepUp,
        CodeMail codeMail,
        OneTimeCodes oneTimeCodes,
        LoginTokens loginTokens,
        Enrolment enrolment,
        OwnPasskeys passkeys,
        OwnAccount account,
        Provisioning provisioning,
        Sessions sessions,
        BrowserSessions browsers,
        CustomerStore customers,
        RateLimits limits,
        PasswordPolicy policy) {}

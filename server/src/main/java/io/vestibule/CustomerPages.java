package io.vestibule;

import io.vestibule.branding.BrandingStore;
import io.vestibule.page.portal.AccountPage;
import io.vestibule.page.portal.ActAsPage;
import io.vestibule.page.portal.CodePage;
import io.vestibule.page.portal.ConsentPage;
import io.vestibule.page.portal.DevicePage;
import io.vestibule.page.portal.EmailPage;
import io.vestibule.page.portal.ForgotPage;
import io.vestibule.page.portal.LogoImage;
import io.vestibule.page.portal.MailedLinkPage;
import io.vestibule.page.portal.PageRequests;
import io.vestibule.page.portal.PasskeyPage;
import io.vestibule.page.portal.PasskeysPage;
import io.vestibule.page.portal.PortalPages;
import io.vestibule.page.portal.ProfilePage;
import io.vestibule.page.portal.RegisterPage;
import io.vestibule.page.portal.SecondFactorPage;
import io.vestibule.page.portal.SignInPage;
import io.vestibule.page.portal.SignOutPage;
import io.vestibule.page.portal.StepUpPage;

/** The pages of a portal's customers, as {@link Server} makes the others. */
final class CustomerPages {
    private CustomerPages() {}

    static PortalPages of(
            UseCases of, OpenIdConnect openId, PageRequests requests, ActAsPage actAs, BrandingStore branding) {
        var passkey = new PasskeyPage(of.passkeySignIn());
        return new PortalPages(
                requests,
                new SignInPage(of.signIn(), of.linkRequests()),
                passkey,
                new CodePage(of.secondStep()),
                new MailedLinkPage(of.linkRequests(), of.linkRedemption(), of.linkSignIn()),
                new RegisterPage(of.signUp(), of.signIn(), of.policy()),
                new ForgotPage(of.linkRequests()),
                new SignOutPage(of.browsers()),
                new ConsentPage(of.browsers(), openId.clients(), openId.authorizations()),
                new DevicePage(of.browsers(), openId.devices(), of.limits()),
                new AccountPage(of.browsers(), of.account(), of.policy(), openId.authorizations(), of.passkeys()),
                new ProfilePage(of.browsers(), of.customers()),
                new EmailPage(of.browsers(), of.email()),
                new PasskeysPage(of.browsers(), of.passkeys()),
                new SecondFactorPage(of.browsers(), of.enrolment(), of.codeMail()),
                new StepUpPage(of.browsers(), of.stepUp(), of.passkeys(), passkey),
                actAs,
                new LogoImage(branding));
    }
}

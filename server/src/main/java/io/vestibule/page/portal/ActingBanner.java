package io.vestibule.page.portal;

import io.vestibule.session.ActAsSession;

/**
 * What stands above each page while an operator acts for a customer.
 *
 * @param who    whom they act for
 * @param until  when it ends by itself
 * @param end    where the form leads that ends it
 * @param token  what the form carries
 * @param button what its button says
 */
public record ActingBanner(String who, String until, String end, String token, String button) {
    static ActingBanner of(PageRequest page, ActAsSession acting) {
        return new ActingBanner(
                page.words().say("act.banner", AccountView.name(acting.found().customer())),
                page.words().say("act.banner.until", AccountView.moment(acting.until())),
                page.to("sign-out"),
                page.formToken(),
                page.words().say("act.end"));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "ActingBanner[" + who + "]";
    }
}

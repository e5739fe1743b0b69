package io.vestibule.link;

import io.vestibule.config.LinkConfig;
import io.vestibule.customer.Customer;
import io.vestibule.customer.EmailAddress;
import java.net.URI;

/** Makes links with the life that the settings give their purpose. Only an allowed URL may be passed in. */
public final class Links {
    private final LinkConfig lives;
    private final String verificationPage;
    private final String resetPage;
    private final String signInPage;

    public Links(LinkConfig lives, URI publicUrl) {
        this.lives = lives;
        this.verificationPage = publicUrl + "/verify";
        this.resetPage = publicUrl + "/reset";
        this.signInPage = publicUrl + "/sign-in";
    }

    public Link signIn(Customer customer, EmailAddress address, String url) {
        return Link.of(LinkPurpose.SIGN_IN, customer, address, url, lives.signIn());
    }

    /** Leads to a page of ours, which goes on with the query. */
    public Link signInHere(Customer customer, EmailAddress address, String query) {
        return signIn(customer, address, signInPage + "/" + customer.portalId() + "/link")
                .with(query);
    }

    public Link reset(Customer customer, EmailAddress address, String url) {
        return Link.of(LinkPurpose.RESET, customer, address, url, lives.reset());
    }

    /** Leads to a page of ours. */
    public Link resetHere(Customer customer, EmailAddress address) {
        return resetHere(customer, address, "");
    }

    /** The same, which goes on with the query. */
    public Link resetHere(Customer customer, EmailAddress address, String query) {
        return reset(customer, address, resetPage).with(query);
    }

    public Link changeEmail(Customer customer, EmailAddress address, String url) {
        return Link.of(LinkPurpose.CHANGE_EMAIL, customer, address, url, lives.emailChange());
    }

    /** Leads to a page of ours. */
    public Link verification(long portalId, long customerId, EmailAddress address) {
        return Link.of(LinkPurpose.VERIFY, portalId, customerId, address, verificationPage, lives.verification());
    }
}

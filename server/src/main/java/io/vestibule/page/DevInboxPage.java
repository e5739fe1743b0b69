package io.vestibule.page;

import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.mail.DevInbox;

/** Test mode's mailbox: every mail that would have gone out, newest first, with its link. */
public final class DevInboxPage {
    private final DevInbox inbox;

    public DevInboxPage(DevInbox inbox) {
        this.inbox = inbox;
    }

    Answer show(Request request) {
        return Pages.render(200, "inbox.jte", inbox.newestFirst());
    }
}

package io.vestibule.http.server;

import java.io.IOException;

/** What has come is no whole head yet. No fault, and a flood brings thousands a second: so it doesn't look where it is thrown. */
final class UnfinishedException extends IOException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}

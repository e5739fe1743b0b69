package io.vestibule.admin;

import io.vestibule.http.Answer;
import io.vestibule.http.Route;
import io.vestibule.operator.Action;

/**
 * A call of the admin API.
 *
 * @param template below {@link AdminSite#ROOT}
 * @param action   what it takes to be permitted
 * @param upload   the largest body, in bytes, of a call that takes more than others into memory; 0 of any other
 * @param streamed whether its handler takes the body in as it comes, however long it is
 */
record AdminRoute(String method, String template, Action action, int upload, boolean streamed, Handler handler) {

    /** Answers a call whose caller's role permits it. */
    @FunctionalInterface
    interface Handler {
        Answer answer(Call call);
    }

    static AdminRoute get(String template, Action action, Handler handler) {
        return new AdminRoute("GET", template, action, 0, false, handler);
    }

    static AdminRoute post(String template, Action action, Handler handler) {
        return new AdminRoute("POST", template, action, 0, false, handler);
    }

    static AdminRoute put(String template, Action action, Handler handler) {
        return new AdminRoute("PUT", template, action, 0, false, handler);
    }

    static AdminRoute patch(String template, Action action, Handler handler) {
        return new AdminRoute("PATCH", template, action, 0, false, handler);
    }

    /** Whether an answer is kept for its {@code Idempotency-Key}: not of what only reads, nor of a file that takes the place of another. */
    boolean repeatable() {
        return !method.equals("GET") && !(method.equals("PUT") && upload > 0);
    }

    /** {@link Route#withUpload}. */
    AdminRoute withUpload(int most) {
        return new AdminRoute(method, template, action, most, streamed, handler);
    }

    /** {@link Route#withStreamedUpload}. */
    AdminRoute withStreamedUpload() {
        return new AdminRoute(method, template, action, upload, true, handler);
    }

    static AdminRoute delete(String template, Action action, Handler handler) {
        return new AdminRoute("DELETE", template, action, 0, false, handler);
    }
}

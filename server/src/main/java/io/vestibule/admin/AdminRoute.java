package io.vestibule.admin;

import io.vestibule.http.Answer;
import io.vestibule.operator.Action;

/**
 * A call of the admin API.
 *
 * @param template below {@link AdminSite#ROOT}
 * @param action   what it takes to be permitted
 * @param upload   whether its body is a file, which is taken in as it comes
 */
record AdminRoute(String method, String template, Action action, boolean upload, Handler handler) {

    /** Answers a call whose caller's role permits it. */
    @FunctionalInterface
    interface Handler {
        Answer answer(Call call);
    }

    static AdminRoute get(String template, Action action, Handler handler) {
        return new AdminRoute("GET", template, action, false, handler);
    }

    static AdminRoute post(String template, Action action, Handler handler) {
        return new AdminRoute("POST", template, action, false, handler);
    }

    static AdminRoute put(String template, Action action, Handler handler) {
        return new AdminRoute("PUT", template, action, false, handler);
    }

    static AdminRoute patch(String template, Action action, Handler handler) {
        return new AdminRoute("PATCH", template, action, false, handler);
    }

    static AdminRoute delete(String template, Action action, Handler handler) {
        return new AdminRoute("DELETE", template, action, false, handler);
    }

    /** The same, whose body is a file. */
    AdminRoute uploading() {
        return new AdminRoute(method, template, action, true, handler);
    }
}

package io.vestibule.dialect.logicboxes;

import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.portal.Caller;
import java.util.List;

/**
 * A call by its name, without the ending: it has both.
 *
 * @param verbs HTTP methods; parameters stand in the query, the form body or both, whatever the method
 * @param name  the path below {@code /api/customers/}
 */
public record NamedCall(List<String> verbs, String name, Handler handler) {
    public NamedCall {
        verbs = List.copyOf(verbs);
    }

    /** Answers a call, once its caller is known. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Caller caller, Format format, Request request);
    }

    static NamedCall get(String name, Handler handler) {
        return new NamedCall(List.of("GET"), name, handler);
    }

    static NamedCall post(String name, Handler handler) {
        return new NamedCall(List.of("POST"), name, handler);
    }

    /** A call whose GET does something. */
    static NamedCall getOrPost(String name, Handler handler) {
        return new NamedCall(List.of("GET", "POST"), name, handler);
    }
}

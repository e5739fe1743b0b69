package io.vestibule.dialect.logicboxes;

import io.vestibule.http.Answer;
import io.vestibule.http.Request;
import io.vestibule.portal.Caller;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A call by its name, without the ending: it has both.
 *
 * @param documented the HTTP methods that the documentation gives it; it takes all of {@link #METHODS}, but where a portal is hardened
 *                   these alone. Parameters stand in the query, the form body or both, whatever the method
 * @param name       the path below {@code /api/customers/}
 * @param lists      the parameters that may be given several times
 */
public record NamedCall(List<String> documented, String name, Set<String> lists, Handler handler) {
    /** What public clients send, each as it likes. */
    static final List<String> METHODS = List.of("GET", "POST");

    public NamedCall {
        documented = List.copyOf(documented);
        lists = Set.copyOf(lists);
    }

    /** Answers a call, once its caller is known. */
    @FunctionalInterface
    public interface Handler {
        Answer answer(Caller caller, Format format, Request request);
    }

    static NamedCall get(String name, Handler handler) {
        return new NamedCall(List.of("GET"), name, Set.of(), handler);
    }

    static NamedCall post(String name, Handler handler) {
        return new NamedCall(List.of("POST"), name, Set.of(), handler);
    }

    /** A call whose GET does something. */
    static NamedCall getOrPost(String name, Handler handler) {
        return new NamedCall(METHODS, name, Set.of(), handler);
    }

    /** The same call, which takes some parameters several times. */
    NamedCall withLists(String... parameters) {
        return new NamedCall(documented, name, Set.of(parameters), handler);
    }

    /** Whether it reads only, so that a HEAD may be answered as its GET is. */
    boolean reads() {
        return documented.equals(List.of("GET"));
    }

    /** The methods for a portal that keeps to the documentation. */
    SortedSet<String> documentedMethods() {
        SortedSet<String> methods = new TreeSet<>(documented);
        if (reads()) {
            methods.add("HEAD");
        }
        return Collections.unmodifiableSortedSet(methods);
    }
}

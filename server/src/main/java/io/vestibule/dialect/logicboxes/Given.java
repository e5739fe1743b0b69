package io.vestibule.dialect.logicboxes;

import io.vestibule.http.Parameters;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import java.util.ArrayList;
import java.util.List;

/** The parameters of a call, all text. What is missing is told by name, in one message. */
final class Given {
    private final Parameters parameters;
    private final List<String> missing = new ArrayList<>();

    private Given(Parameters parameters) {
        this.parameters = parameters;
    }

    static Given of(Request request) {
        return new Given(request.parameters());
    }

    /** The value; empty if it is missing, which {@link #complete()} tells. */
    String required(String name) {
        if (parameters.get(name) instanceof Json.Text(String value)) {
            return value;
        }
        missing.add(name);
        return "";
    }

    /** The value; empty if it is missing. */
    String optional(String name) {
        return parameters.get(name) instanceof Json.Text(String value) ? value : "";
    }

    boolean complete() {
        return missing.isEmpty();
    }

    String objection() {
        return missing(missing);
    }

    static String missing(List<String> names) {
        return "Required parameter missing: " + String.join(", ", names);
    }
}

package io.vestibule.dialect.example;

import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.json.Json;

/** {@code {"fault": …}}: a sentence, and nothing else. */
final class ExampleError {
    private ExampleError() {}

    static Answer sentence(int status, String sentence) {
        return Answer.json(status, Json.object().put("fault", sentence).build());
    }

    /** Bad API client, or one that may not call from there: nobody learns which. */
    static Answer unauthorized() {
        return sentence(401, "Who calls?").with("WWW-Authenticate", "Basic realm=\"Vestibule\", charset=\"UTF-8\"");
    }

    static Answer of(Problem problem) {
        return problem.onto(sentence(problem.status(), problem.sentence()));
    }
}

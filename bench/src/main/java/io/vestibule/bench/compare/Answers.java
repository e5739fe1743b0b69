package io.vestibule.bench.compare;

import io.vestibule.bench.load.Answer;
import io.vestibule.bench.load.Script;

/** Scripts that ask one thing. */
final class Answers {
    private Answers() {}

    /** Expects 200. */
    static Script ok(byte[] request) {
        return in(request, 200);
    }

    /** Expects a status. */
    static Script in(byte[] request, int status) {
        return new Script() {
            @Override
            public byte[] request(int connection) {
                return request;
            }

            @Override
            public boolean answered(int connection, Answer answer) {
                return answer.status() == status;
            }
        };
    }
}

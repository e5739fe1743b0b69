package io.vestibule.http;

/** A request that can't be read. The edge answers with the problem it carries. */
public final class RequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public RequestException(Problem problem) {
        super(problem.toString(), null, false, false);
        this.problem = problem;
    }

    /** A request that can't be read, and the sentence that says why. */
    public static RequestException malformed(String sentence) {
        return new RequestException(new Problem.Malformed(sentence));
    }

    public Problem problem() {
        return problem;
    }
}

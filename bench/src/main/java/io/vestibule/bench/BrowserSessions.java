package io.vestibule.bench;

import io.vestibule.bench.load.Load;
import io.vestibule.bench.load.Step.Ask;
import io.vestibule.bench.load.Steps;
import io.vestibule.bench.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Live sessions of browsers: what their cookies are. */
public final class BrowserSessions {
    private static final int SESSIONS = 200;

    private final List<String> cookies;
    private final SplittableRandom random = new SplittableRandom(1);

    private BrowserSessions(List<String> cookies) {
        this.cookies = cookies;
    }

    /** Signs some of the customers in by a browser. */
    @FunctionalInterface
    public interface SignIn {
        /** The first step of it; the last one hands on the cookies that the browser then has. */
        Ask begin(long customer, Consumer<String> cookies);
    }

    /** Opens sessions of the first customers. */
    public static BrowserSessions open(Target target, SignIn signIn) throws IOException {
        List<String> cookies = new ArrayList<>();
        int[] begun = {0};
        Steps signIns = new Steps(() -> begun[0] == SESSIONS ? null : signIn.begin(++begun[0], cookies::add));
        Load.run(target, 4, Duration.ofMinutes(5), signIns).sound();
        return new BrowserSessions(cookies);
    }

    /** Code flows in one browser after the other, at random. */
    public Steps flows(CodeFlow flow) {
        return new Steps(() -> flow.begin(cookies.get(random.nextInt(cookies.size()))));
    }
}

package io.vestibule.bench;

import io.vestibule.bench.load.Answer;
import io.vestibule.bench.load.Http;
import io.vestibule.bench.load.Load;
import io.vestibule.bench.load.Script;
import io.vestibule.bench.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The sessions that the bench holds tokens of: it renews them in turn, so that each refresh is of another row. */
final class Sessions {
    static final int ACCESS_TOKENS = 5000;
    private static final byte[] REFRESH_TOKEN = Answer.ascii("\"refresh_token\":\"");
    private static final byte[] ACCESS_TOKEN = Answer.ascii("\"access_token\":\"");
    private static final int CONNECTIONS = 1024;

    private final String[] refreshTokens;
    private final List<String> accessTokens = new ArrayList<>();
    /** The session that a connection is renewing. */
    private final int[] underway = new int[CONNECTIONS];

    private int next;

    Sessions(List<String> refreshTokens) {
        List<String> mixed = new ArrayList<>(refreshTokens);
        Collections.shuffle(mixed, new Random(1));
        this.refreshTokens = mixed.toArray(String[]::new);
    }

    /** Renews one session after the other. */
    Script refreshing() {
        return new Refreshing(Long.MAX_VALUE, false);
    }

    private final class Refreshing implements Script {
        private final boolean keeps;
        private long left;

        private Refreshing(long left, boolean keeps) {
            this.left = left;
            this.keeps = keeps;
        }

        @Override
        public byte @Nullable [] request(int connection) {
            if (left-- <= 0) {
                return null;
            }
            underway[connection] = next;
            next = (next + 1) % refreshTokens.length;
            return Http.form("/api/rest/portal/refresh-token", "refreshToken=" + refreshTokens[underway[connection]]);
        }

        @Override
        public boolean answered(int connection, Answer answer) {
            String token = answer.status() == 200 ? answer.between(REFRESH_TOKEN, '"') : null;
            if (token == null) {
                return false;
            }
            refreshTokens[underway[connection]] = token;
            String access = keeps ? answer.between(ACCESS_TOKEN, '"') : null;
            if (access != null) {
                accessTokens.add(access);
            }
            return true;
        }
    }

    /** Gets access tokens, of as many sessions as there are, up to a limit. */
    void authorize(Target target) throws IOException {
        int wanted = Math.min(ACCESS_TOKENS, refreshTokens.length);
        Load.run(target, 4, Duration.ofMinutes(5), new Refreshing(wanted, true)).sound();
    }

    /** One of them. */
    String accessToken(SplittableRandom random) {
        return accessTokens.get(random.nextInt(accessTokens.size()));
    }
}

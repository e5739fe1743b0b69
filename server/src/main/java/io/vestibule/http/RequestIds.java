package io.vestibule.http;

import java.util.concurrent.ThreadLocalRandom;

/** Ids by which a log line is found again. They needn't be secret, only distinct. */
final class RequestIds {
    private RequestIds() {}

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return Long.toHexString(random.nextLong() | Long.MIN_VALUE);
    }
}

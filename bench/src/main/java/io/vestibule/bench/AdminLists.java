package io.vestibule.bench;

import io.vestibule.bench.load.Answer;
import io.vestibule.bench.load.Http;
import io.vestibule.bench.load.Load;
import io.vestibule.bench.load.Script;
import io.vestibule.bench.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/** Requests of the admin API for lists: what begins as a random customer's does, first page and hundredth. */
final class AdminLists {
    private static final String ROOT = "/api/admin/v1";
    private static final String CUSTOMERS = ROOT + "/portals/1/customers";
    private static final byte[] NEXT = Answer.ascii("\r\nlink: <");
    private static final int HUNDREDTH = 100;

    private final Target target;
    private final String key;
    private final long customers;
    private final SplittableRandom random = new SplittableRandom(1);

    /** @param key the header of an API key */
    AdminLists(Target target, String key, long customers) {
        this.target = target;
        this.key = key;
        this.customers = customers;
    }

    private static Map<String, LongFunction<String>> looked() {
        Map<String, LongFunction<String>> looked = new LinkedHashMap<>();
        looked.put("by address", n -> "?email=customer" + shortened(n));
        looked.put("by username", n -> "?username=user" + shortened(n));
        looked.put("by name", n -> "?name=customer%20number%20" + shortened(n));
        looked.put("by last name", n -> "?lastName=number%20" + shortened(n));
        looked.put("by phone", n -> "?phone=%2B1202555" + n % 10);
        looked.put("all", n -> "");
        return looked;
    }

    private static Map<String, LongFunction<String>> listed() {
        Map<String, LongFunction<String>> listed = new LinkedHashMap<>();
        listed.put("the audit", n -> "/audit");
        listed.put("the audit of a portal", n -> "/audit?portal=1");
        listed.put("events of one word", n -> "/audit?portal=1&event=user_disabled");
        listed.put("events of two words", n -> "/audit?portal=1&event=user_disabled,authn_login_fail");
        listed.put("events of the customer with most", n -> "/audit?customer=1001");
        listed.put("mail that went out", n -> "/portals/1/mail?state=sent");
        return listed;
    }

    private static Map<String, LongFunction<String>> ofFew() {
        Map<String, LongFunction<String>> listed = new LinkedHashMap<>();
        listed.put("mail that was given up", n -> "/portals/1/mail?state=set-aside");
        listed.put("mail that waits", n -> "/portals/1/mail?state=waiting");
        listed.put("events of a customer", n -> "/audit?customer=" + (1000 + n));
        listed.put("sessions of a customer", n -> "/customers/" + (1000 + n) + "/sessions");
        listed.put("mail of a customer", n -> "/customers/" + (1000 + n) + "/mail");
        return listed;
    }

    /** The number without its last two digits, at least one. */
    private static String shortened(long number) {
        String text = Long.toString(number);
        return text.substring(0, Math.max(1, text.length() - 2));
    }

    /** All of them. */
    List<Call> calls() throws IOException {
        List<Call> calls = new ArrayList<>();
        for (Map.Entry<String, LongFunction<String>> one : looked().entrySet()) {
            add(
                    calls,
                    "customers " + one.getKey(),
                    n -> CUSTOMERS + one.getValue().apply(n),
                    n -> CUSTOMERS + one.getValue().apply(n % 9 + 1));
        }
        for (Map.Entry<String, LongFunction<String>> one : listed().entrySet()) {
            LongFunction<String> path = n -> ROOT + one.getValue().apply(n);
            add(calls, one.getKey(), path, path);
        }
        for (Map.Entry<String, LongFunction<String>> one : ofFew().entrySet()) {
            calls.add(call(one.getKey(), () -> ROOT + one.getValue().apply(anybody())));
        }
        return calls;
    }

    /** @param many a list of which there is a hundredth page */
    private void add(List<Call> calls, String name, LongFunction<String> first, LongFunction<String> many)
            throws IOException {
        calls.add(call(name, () -> first.apply(anybody())));
        String hundredth = page(many.apply(1), HUNDREDTH);
        calls.add(call(name + ", hundredth page", () -> hundredth));
    }

    private long anybody() {
        return random.nextLong(1, customers + 1);
    }

    /** Makes the path of the next request. */
    private interface Path {
        String next();
    }

    private Call call(String name, Path path) {
        return new Call(
                name, Calls.expecting(200, () -> Http.bare("GET", path.next(), key)), Call.Preparation.NONE, null);
    }

    /** Where the links of the pages before lead; the last page, where there are fewer. */
    private String page(String first, int number) throws IOException {
        String list = first.replaceFirst("\\?.*", "");
        String[] path = {first};
        int[] at = {1};
        Script walk = new Script() {
            @Override
            public byte[] request(int connection) {
                return Http.bare("GET", path[0], key);
            }

            @Override
            public boolean answered(int connection, Answer answer) {
                String next = answer.between(NEXT, '>');
                if (next != null && at[0] < number) {
                    path[0] = list + next;
                }
                at[0]++;
                return answer.status() == 200;
            }
        };
        Load.run(target, 1, Duration.ofMinutes(2), new Few(walk, number - 1)).sound();
        return path[0];
    }
}

package io.vestibule.bench;

import static io.vestibule.bench.Sample.Figure.MILLIS;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/**
 * Whether the time of an answer tells if somebody has the login: the same request for a customer and for nobody, in turn on one
 * connection, as somebody would ask who wants to know.
 */
final class TimingPart {
    private static final int TIMES = 300;
    private static final double LEAST_MILLIS = 1;
    private static final double LEAST_SHARE = 0.05;
    private static final String RESELLER = "auth-userid=1&api-key=demo-key&username=";

    private final Run run;
    private final int port;
    private final HttpClient client;
    private final List<List<String>> rows = new ArrayList<>();
    private long next;

    private TimingPart(Run run, int port, HttpClient client) {
        this.run = run;
        this.port = port;
        this.client = client;
    }

    static void measure(Run run) throws IOException {
        int port = run.stand().server().target().port();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            TimingPart part = new TimingPart(run, port, client);
            UnaryOperator<String> url =
                    login -> "{\"url\":\"https://portal.example.com/\",\"email\":\"" + login + "\"}";
            part.compare("Keaze", "/api/rest/portal/forgot-password", "application/json", url, Population::address);
            String path = "/api/customers/forgot-password.json";
            String form = "application/x-www-form-urlencoded";
            part.compare("LogicBoxes, address", path, form, RESELLER::concat, Population::address);
            part.compare("LogicBoxes, username", path, form, RESELLER::concat, Population::username);
            run.page.section("Timing");
            run.page.paragraph(
                    "forgot-password, %d times for a customer and %d times for nobody a round, in turn, on one connection."
                            .formatted(TIMES, TIMES));
            run.page.table(List.of("", "a customer, p50, ms", "nobody, p50, ms", "apart, ms"), part.rows);
        }
    }

    private void compare(String name, String path, String type, UnaryOperator<String> body, LongFunction<String> login)
            throws IOException {
        List<Sample> known = new ArrayList<>();
        List<Sample> unknown = new ArrayList<>();
        List<Sample> apart = new ArrayList<>();
        List<Sample> share = new ArrayList<>();
        for (int round = 0; round <= Math.max(1, run.plan.rounds()); round++) {
            double[] ofKnown = new double[TIMES];
            double[] ofUnknown = new double[TIMES];
            for (int i = 0; i < TIMES; i++) {
                long customer = 1 + next++ % run.plan.customers();
                ofKnown[i] = millis(path, type, body.apply(login.apply(customer)));
                ofUnknown[i] = millis(path, type, body.apply(login.apply(run.plan.customers() + customer)));
            }
            double difference = Math.abs(median(ofKnown) - median(ofUnknown));
            double allowed = Math.max(LEAST_MILLIS, LEAST_SHARE * median(ofKnown));
            Run.tell(round, name + ", apart", Sample.of(MILLIS, difference));
            if (round > 0) { // the first warmed up
                known.add(Sample.of(MILLIS, median(ofKnown)));
                unknown.add(Sample.of(MILLIS, median(ofUnknown)));
                apart.add(Sample.of(MILLIS, difference));
                share.add(Sample.of(MILLIS, difference / allowed));
            }
        }
        rows.add(List.of(name, spread(known), spread(unknown), spread(apart)));
        run.judge(Verdict.atMost(
                1,
                "forgot-password, " + name + ": known and unknown apart, of max(1 ms, 5 %)",
                new Series(name, share),
                MILLIS));
    }

    private static String spread(List<Sample> samples) {
        return new Series("", samples).spread(MILLIS);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private double millis(String path, String type, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            long start = System.nanoTime();
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            long end = System.nanoTime();
            if (response.statusCode() != 200) {
                throw new IOException(path + " answered " + response.statusCode());
            }
            return (end - start) / 1e6;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}

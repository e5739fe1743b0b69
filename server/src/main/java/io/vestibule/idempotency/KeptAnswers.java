package io.vestibule.idempotency;

import io.vestibule.guard.Network;
import io.vestibule.http.Answer;
import io.vestibule.http.Parameters;
import io.vestibule.http.Request;
import io.vestibule.http.Route;
import io.vestibule.idempotency.IdempotencyStore.Try;
import io.vestibule.json.Json;
import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers of requests that may be sent again: one with an {@code Idempotency-Key} that its caller has sent before gets the answer of then,
 * and does nothing (draft-ietf-httpapi-idempotency-key-header). A request without the header costs nothing more. Answers hold tokens, so
 * they are sealed under the master key, each bound to its key. Whether the caller may still have it, whoever asks has decided before.
 */
public final class KeptAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(KeptAnswers.class);
    static final String HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    /** What makes a caller another one, beside the network. */
    private static final List<String> CALLER = List.of(
            "Authorization",
            "Portal-Id",
            "Version-Accept",
            "Accept-Version",
            "Origin",
            "Sec-Purpose",
            "Purpose",
            "If-Match",
            "Cookie");

    private final String site;
    private final IdempotencyStore store;
    private final MasterKey keys;
    private final Refusals refusals;

    /** How a request is refused for its key. */
    public interface Refusals {
        /** The header can't be read (400), or a request with this key has no answer yet (409). */
        Answer refused(int status, String sentence);

        /** The key was used with another request (422). */
        Answer different(String sentence);

        /** The network has as many keys as it may (429). */
        Answer throttled(Duration retryAfter);
    }

    /**
     * A call that may be sent again.
     *
     * @param route    its method and template
     * @param streamed {@link Route#streamed}
     * @param caller   what makes the caller another one, beside headers and network; empty for nothing
     */
    public record Asked(String route, boolean streamed, Request request, String caller) {}

    /** @param site whose calls they are: the same key at another site is another */
    public KeptAnswers(String site, IdempotencyStore store, MasterKey keys, Refusals refusals) {
        this.site = site;
        this.store = store;
        this.keys = keys;
        this.refusals = refusals;
    }

    /** The answer of a call, of then or by its handler. */
    public Answer answer(Asked asked, Route.Handler handler) {
        Optional<String> given = asked.request().header(HEADER);
        if (given.isEmpty()) {
            return handler.answer(asked.request());
        }
        String key = given.get().strip().replaceFirst("^\"(.*)\"$", "$1"); // a Structured Field's string, or bare
        return KEY.matcher(key).matches()
                ? answer(asked, handler, key)
                : refusals.refused(400, "The Idempotency-Key header must have 1 to 255 characters without spaces.");
    }

    private Answer answer(Asked asked, Route.Handler handler, String key) {
        String from = Network.of(asked.request().remote()).text();
        byte[] network = mac("network", from);
        byte[] id = mac("key", site + " " + from + " " + caller(asked) + " " + key);
        // With the key in it, which isn't kept: whoever had the master key couldn't try passwords against it either
        byte[] said = mac("request", key + " " + said(asked));
        return switch (store.begin(id, network, said)) {
            case Try.First() -> first(asked, handler, id, said);
            case Try.Answered(byte[] sealed) -> Answer.read(keys.open(KeyPurpose.KEPT_ANSWER, sealed, id));
            case Try.Running() ->
                refusals.refused(409, "A request with this Idempotency-Key has no answer yet.")
                        .retryAfter(Duration.ofSeconds(1));
            case Try.Different() -> refusals.different("The Idempotency-Key was used with another request.");
            case Try.Full() -> refusals.throttled(Duration.ofMinutes(1));
        };
    }

    private Answer first(Asked asked, Route.Handler handler, byte[] id, byte[] said) {
        Answer answer;
        try {
            answer = handler.answer(asked.request());
        } catch (RuntimeException e) { // nothing was decided, or nobody knows
            forget(id, said);
            throw e;
        }
        // Whoever sends a file again may send another one, or all of it this time
        boolean refused = answer.status() >= (asked.streamed() ? 400 : 500);
        if (answer.status() == 429 || refused) {
            forget(id, said);
        } else {
            keep(id, said, answer);
        }
        return answer;
    }

    /** What was done is done, though its answer can't be kept. */
    private void keep(byte[] id, byte[] said, Answer answer) {
        try {
            store.keep(id, said, keys.seal(KeyPurpose.KEPT_ANSWER, answer.written(), id));
        } catch (RuntimeException e) {
            LOG.warn("an answer could not be kept: {}", e.getClass().getSimpleName());
        }
    }

    private void forget(byte[] id, byte[] said) {
        try {
            store.forget(id, said);
        } catch (RuntimeException e) {
            LOG.warn("a request could not be forgotten: {}", e.getClass().getSimpleName());
        }
    }

    private static String caller(Asked asked) {
        Json.Builder caller = Json.object();
        CALLER.forEach(name -> caller.put(name, asked.request().header(name).orElse(null)));
        return caller.build() + asked.caller();
    }

    private static String said(Asked asked) {
        Request request = asked.request();
        // A file isn't read before it is wanted: its length stands for it
        Parameters parameters = asked.streamed() ? request.queryParameters() : request.parameters();
        Json.Builder segments = Json.object();
        new TreeMap<>(request.segments()).forEach(segments::put);
        return Json.object()
                .put("route", asked.route())
                .put("segments", segments.build())
                .put(
                        "parameters",
                        new Json.Object(new LinkedHashMap<>(parameters.once().all())))
                .putIfPresent(
                        "length",
                        asked.streamed() ? request.header("Content-Length").orElse(null) : null)
                .build()
                .toString();
    }

    private byte[] mac(String what, String text) {
        return keys.mac(
                KeyPurpose.KEPT_ANSWER,
                what.getBytes(StandardCharsets.US_ASCII),
                text.getBytes(StandardCharsets.UTF_8));
    }
}

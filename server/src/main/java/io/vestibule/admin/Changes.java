package io.vestibule.admin;

import io.vestibule.administration.PreconditionStore;
import io.vestibule.administration.PreconditionStore.Resource;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.secret.Tokens;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Changes under a precondition (RFC 9110 section 13.1.1): a resource is changed if it still is as whoever changes it has read it, by its
 * ETag. The look and the change are one transaction.
 */
final class Changes {
    /** Members that nobody changes: that a key is used, or that an operator signs in, makes no change of theirs stale. */
    private static final Set<String> BY_ITSELF = Set.of("lastUsedAt", "signedInAt", "lockedUntil");

    private final PreconditionStore store;

    Changes(PreconditionStore store) {
        this.store = store;
    }

    /** A resource as an answer, with its ETag. */
    static Answer shown(int status, Json resource) {
        return Answer.json(status, resource).with("ETag", etag(resource));
    }

    /** The same, 404 where there is none. */
    static Answer shown(Optional<Json> resource) {
        return resource.map(found -> shown(200, found))
                .orElseThrow(() -> AdminProblem.notFound().thrown());
    }

    private static String etag(Json resource) {
        byte[] hash = Tokens.hash(changed(resource).utf8());
        return "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16)) + "\"";
    }

    private static Json changed(Json resource) {
        if (!(resource instanceof Json.Object object)) {
            return resource;
        }
        Json.Builder changed = Json.object();
        object.fields().forEach((member, value) -> {
            if (!BY_ITSELF.contains(member)) {
                changed.put(member, value);
            }
        });
        return changed.build();
    }

    /** Changes a resource, and answers with what it is then. */
    Answer change(Call call, Resource kind, long id, Supplier<Optional<Json>> resource, Runnable change) {
        return conditional(call, kind, id, resource, () -> {
            change.run();
            return shown(resource.get());
        });
    }

    /** Deletes a resource, or does what leaves nothing to show. */
    Answer delete(Call call, Resource kind, long id, Supplier<Optional<Json>> resource, Runnable change) {
        return conditional(call, kind, id, resource, () -> {
            change.run();
            return Call.noContent();
        });
    }

    private Answer conditional(
            Call call, Resource kind, long id, Supplier<Optional<Json>> resource, Supplier<Answer> change) {
        String expected = call.request()
                .header("If-Match")
                .orElseThrow(() -> AdminProblem.preconditionRequired().thrown());
        return store.locked(kind, id, () -> {
            Json before =
                    resource.get().orElseThrow(() -> AdminProblem.notFound().thrown());
            if (!matches(expected, etag(before))) {
                throw AdminProblem.stale().thrown();
            }
            return change.get();
        });
    }

    private static boolean matches(String expected, String etag) {
        return expected.strip().equals("*")
                || Arrays.stream(expected.split(",", -1)).map(String::strip).anyMatch(etag::equals);
    }
}

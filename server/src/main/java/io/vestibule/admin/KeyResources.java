package io.vestibule.admin;

import static io.vestibule.operator.Action.EPOCH_START;
import static io.vestibule.operator.Action.KEY_READ;
import static io.vestibule.operator.Action.KEY_ROTATE;

import io.vestibule.administration.KeyAdministration;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.session.SigningKeys;
import java.util.List;

/** Signing keys, and the end of all that was issued. */
final class KeyResources {
    private final KeyAdministration keys;

    KeyResources(KeyAdministration keys) {
        this.keys = keys;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.get("/keys", KEY_READ, call -> list()),
                AdminRoute.post("/keys/rotate", KEY_ROTATE, this::rotate),
                AdminRoute.post("/epoch", EPOCH_START, this::startEpoch));
    }

    private Answer list() {
        return Answer.json(
                200,
                Json.object()
                        .put("items", Values.list(keys.signingKeys(), KeyResources::json))
                        .build());
    }

    private static Json json(SigningKeys.Published key) {
        return Json.object()
                .put("kid", key.kid())
                .put("alg", key.algorithm().name())
                .put("signs", key.signs())
                .put("signsFrom", Values.moment(key.signsFrom()))
                .put("retiresAt", Values.moment(key.retiresAt()))
                .build();
    }

    private Answer rotate(Call call) {
        keys.rotateSigningKey(call.context());
        return list();
    }

    private Answer startEpoch(Call call) {
        return Answer.json(
                200,
                Json.object()
                        .put("sessionsEnded", keys.startEpoch(call.context()))
                        .build());
    }
}

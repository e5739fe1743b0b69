package io.vestibule.oauth;

import io.vestibule.session.SigningAlgorithm;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session's end that an application is to be told of (OpenID Connect Back-Channel Logout 1.0).
 *
 * @param attempts  how often it was tried, this time included
 * @param clientKey the application's id in the database
 * @param clientId  its name on the wire
 * @param uri       where it is told
 * @param algorithm that its ID tokens are signed with
 * @param sector    that its subjects are made for; null for public ones
 * @param customer  whose session it was
 * @param session   the browser's
 */
record LogoutNotice(
        long id,
        int attempts,
        long portalId,
        long clientKey,
        String clientId,
        String uri,
        SigningAlgorithm algorithm,
        @Nullable String sector,
        long customer,
        UUID session) {}

package io.vestibule.oauth;

import io.vestibule.session.SigningAlgorithm;
import java.util.UUID;

/**
 * A session's end that an application is to be told of (OpenID Connect Back-Channel Logout 1.0).
 *
 * @param attempts  how often it was tried, this time included
 * @param clientKey the application's id in the database
 * @param clientId  its name on the wire
 * @param uri       where it is told
 * @param algorithm that its ID tokens are signed with
 * @param subject   whose session it was
 * @param session   as ID tokens name it
 */
record LogoutNotice(
        long id,
        int attempts,
        long portalId,
        long clientKey,
        String clientId,
        String uri,
        SigningAlgorithm algorithm,
        String subject,
        UUID session) {}

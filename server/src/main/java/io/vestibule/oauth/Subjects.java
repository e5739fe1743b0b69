package io.vestibule.oauth;

import io.vestibule.secret.KeyPurpose;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * By what applications know a customer (OpenID Connect Core section 8). A public subject is the customer's id, the same for all. A pairwise one
 * is a keyed hash of the id and the application's sector: the applications of one sector have the same, and nobody can tell that it is the same
 * customer whom another sector knows. The session ({@code sid}) is told in the same way.
 */
public final class Subjects {
    private static final String SUBJECT = "sub";
    private static final String SESSION = "sid";
    private static final String ACTOR = "act";

    private final PairwiseKeyStore keys;

    public Subjects(PairwiseKeyStore keys) {
        this.keys = keys;
    }

    /**
     * The {@code sub} of a customer.
     *
     * @param sector the host that it is made for; null for a public one
     */
    String subject(@Nullable String sector, long customerId) {
        String id = Long.toString(customerId);
        return sector == null ? id : Base64.getUrlEncoder().withoutPadding().encodeToString(mac(SUBJECT, sector, id));
    }

    /**
     * The {@code sid} of a session.
     *
     * @param sector the host that it is made for; null for a client with public subjects
     */
    UUID session(@Nullable String sector, UUID session) {
        if (sector == null) {
            return session;
        }
        ByteBuffer hash = ByteBuffer.wrap(mac(SESSION, sector, session.toString()));
        return new UUID(hash.getLong(), hash.getLong());
    }

    /**
     * The {@code sub} of an operator who acts for a customer: no customer's, and never who they are.
     *
     * @param sector the host that it is made for; null for a client with public subjects
     */
    String actor(@Nullable String sector, long operator) {
        String id = "operator-" + operator;
        return sector == null ? id : Base64.getUrlEncoder().withoutPadding().encodeToString(mac(ACTOR, sector, id));
    }

    private byte[] mac(String what, String sector, String id) {
        return keys.key().mac(KeyPurpose.PAIRWISE_SUBJECT, utf8(what), utf8(sector), utf8(id));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

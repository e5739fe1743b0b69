package io.vestibule.oauth;

import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import io.vestibule.secret.Tokens;
import io.vestibule.sql.Handle;
import io.vestibule.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key that pairwise subjects are made with: random, one of the installation, and the same for good, since every application would take all
 * of its customers for new ones under another. It is sealed under the master key, and sealed anew when that is rotated.
 */
public final class PairwiseKeyStore {
    private static final byte[] ROW = "pairwise key".getBytes(StandardCharsets.US_ASCII);

    private final Sql sql;
    private final MasterKey keys;
    private volatile @Nullable MasterKey opened;

    public PairwiseKeyStore(Sql sql, MasterKey keys) {
        this.sql = sql;
        this.keys = keys;
    }

    /** The key; made if there is none yet, once, whoever asks. */
    MasterKey key() {
        MasterKey known = opened;
        if (known != null) {
            return known;
        }
        byte[] sealed = sql.inTransaction(h -> find(h).orElseGet(() -> {
            h.statement("insert into pairwise_key (sealed) values (:sealed) on conflict do nothing")
                    .bind("sealed", seal(Tokens.random().getBytes(StandardCharsets.US_ASCII)))
                    .execute();
            return find(h).orElseThrow();
        }));
        MasterKey key = MasterKey.of(Secret.of(new String(open(sealed), StandardCharsets.US_ASCII)));
        opened = key;
        return key;
    }

    private static Optional<byte[]> find(Handle h) {
        return h.statement("select sealed from pairwise_key")
                .map(rs -> rs.getBytes("sealed"))
                .findOne();
    }

    /** Seals it anew, under the current master key; false if there is none. */
    public boolean reseal() {
        return sql.inTransaction(h -> find(h).map(stored -> h.statement("update pairwise_key set sealed = :sealed")
                        .bind("sealed", seal(open(stored)))
                        .execute()))
                .isPresent();
    }

    private byte[] seal(byte[] key) {
        return keys.seal(KeyPurpose.PAIRWISE_SUBJECT, key, ROW);
    }

    private byte[] open(byte[] sealed) {
        return keys.open(KeyPurpose.PAIRWISE_SUBJECT, sealed, ROW);
    }
}

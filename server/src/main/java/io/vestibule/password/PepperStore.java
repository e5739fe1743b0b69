package io.vestibule.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.cache.BoundedCache;
import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import io.vestibule.sql.Sql;
import java.util.HexFormat;
import java.util.Optional;

/** The secrets that other systems mixed into passwords before they hashed them, sealed under the master key. */
public final class PepperStore {
    private static final int ID_DIGITS = 16;

    private final Sql sql;
    private final MasterKey keys;
    /** An installation has few, and they never change. */
    private final BoundedCache<String, byte[]> opened = new BoundedCache<>(1000);

    public PepperStore(Sql sql, MasterKey keys) {
        this.sql = sql;
        this.keys = keys;
    }

    /**
     * The id that hashes will name the secret by; the same for the same secret, as long as the master key is.
     *
     * @param dry to know it in this process alone
     */
    public String keep(byte[] secret, boolean dry) {
        String id =
                HexFormat.of().formatHex(keys.mac(KeyPurpose.PEPPER, secret)).substring(0, ID_DIGITS);
        opened.put(id, secret.clone());
        if (!dry) {
            sql.useHandle(
                    h -> h.statement("insert into pepper (id, sealed) values (:id, :sealed) on conflict do nothing")
                            .bind("id", id)
                            .bind("sealed", keys.seal(KeyPurpose.PEPPER, secret, id.getBytes(UTF_8)))
                            .execute());
        }
        return id;
    }

    /** The secret of this id, if it is here. */
    public Optional<byte[]> secret(String id) {
        byte[] known = opened.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<byte[]> found = sql.withHandle(h -> h.statement("select sealed from pepper where id = :id")
                        .bind("id", id)
                        .map(rs -> rs.getBytes("sealed"))
                        .findOne())
                .map(bytes -> keys.open(KeyPurpose.PEPPER, bytes, id.getBytes(UTF_8)));
        found.ifPresent(secret -> opened.put(id, secret));
        return found;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sealed(String id, byte[] bytes) {}

    /** Seals all anew, under the current master key; gives how many. */
    public long reseal() {
        return sql.inTransaction(h -> h
                .statement("select id, sealed from pepper for update")
                .map(rs -> new Sealed(rs.getString("id"), rs.getBytes("sealed")))
                .list()
                .stream()
                .mapToLong(old -> h.statement("update pepper set sealed = :sealed where id = :id")
                        .bind("id", old.id())
                        .bind("sealed", resealed(old))
                        .execute())
                .sum());
    }

    private byte[] resealed(Sealed old) {
        byte[] id = old.id().getBytes(UTF_8);
        return keys.seal(KeyPurpose.PEPPER, keys.open(KeyPurpose.PEPPER, old.bytes(), id), id);
    }
}

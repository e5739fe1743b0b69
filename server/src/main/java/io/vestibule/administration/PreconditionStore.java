package io.vestibule.administration;

import io.vestibule.sql.Sql;
import java.util.List;
import java.util.function.Supplier;

/** Keeps what is about to be changed from being changed by somebody else between the look and the change. */
public final class PreconditionStore {
    private final Sql sql;

    public PreconditionStore(Sql sql) {
        this.sql = sql;
    }

    /** What is changed. */
    public enum Resource {
        PORTAL,
        CLIENT,
        CUSTOMER,
        OPERATOR,
        IMPORT,
        API_KEY,
        /** All of them together. */
        SIGNING_KEYS
    }

    /** Taken in the order in which the stores take theirs. */
    private static List<String> locks(Resource resource) {
        return switch (resource) {
            case PORTAL ->
                List.of(
                        "select pg_advisory_xact_lock(hashtext('vestibule portal names')) where :id > 0",
                        "select id from portal where id = :id for no key update");
            case CLIENT -> List.of("select id from api_client where id = :id for no key update");
            case CUSTOMER -> List.of("select id from customer where id = :id for no key update");
            case IMPORT -> List.of("select id from import_job where id = :id for no key update");
            case API_KEY -> List.of("select id from api_key where id = :id for no key update");
            case SIGNING_KEYS ->
                List.of("select pg_advisory_xact_lock(hashtext('vestibule signing keys')) where :id >= 0");
            case OPERATOR -> List.of("select pg_advisory_xact_lock(hashtext('vestibule operators')) where :id > 0");
        };
    }

    /** Works on the resource, all in one transaction, while nobody else changes it. */
    public <T> T locked(Resource resource, long id, Supplier<T> work) {
        return sql.inUnit(() -> {
            sql.useHandle(h -> locks(resource)
                    .forEach(lock ->
                            h.statement(lock).bind("id", id).map(rs -> true).list()));
            return work.get();
        });
    }
}

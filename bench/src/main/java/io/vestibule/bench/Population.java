package io.vestibule.bench;

import io.vestibule.password.PasswordHasher;
import io.vestibule.secret.Secret;
import io.vestibule.session.RefreshToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The customers of a database, made in it by SQL: each the primary one of an account, with an address and a username, a profile, a
 * session, and all with one password. Customer n has the id 1000 + n. The sessions of the first half have refresh tokens that the bench
 * knows; those of the second half share a hash that no token has, for pgbench.
 */
public final class Population {
    static final String PASSWORD = "correct horse 9";
    static final int MOST_TOKENS = 500_000;
    private static final long BATCH = 200_000;
    private static final int FIRST_ID = 1000;

    private final Postgres postgres;
    private final String database;
    private final long customers;
    private final List<String> refreshTokens;

    private Population(Postgres postgres, String database, long customers, List<String> refreshTokens) {
        this.postgres = postgres;
        this.database = database;
        this.customers = customers;
        this.refreshTokens = refreshTokens;
    }

    /** Fills a database that has the schema and the demo data. */
    public static Population fill(Postgres postgres, String database, long customers) {
        String hash = PasswordHasher.create().hash(Secret.of(PASSWORD));
        for (long first = 1; first <= customers; first += BATCH) {
            insert(postgres, database, hash, first, Math.min(customers, first + BATCH - 1));
        }
        long next = FIRST_ID + customers + 1;
        postgres.run(
                database,
                "alter table account alter column id restart with " + next,
                "alter table customer alter column id restart with " + next);
        List<String> tokens = tokens(postgres, database, customers);
        postgres.run(database, "vacuum analyze", "checkpoint");
        return new Population(postgres, database, customers, tokens);
    }

    private static void insert(Postgres postgres, String database, String hash, long first, long last) {
        String numbers = " from generate_series(%d, %d) n".formatted(first, last);
        postgres.run(
                database,
                "set session_replication_role = replica", // the rows are right: no need to look each foreign key up
                "insert into account (id, portal_id) select 1000 + n, 1" + numbers,
                """
                insert into customer (id, portal_id, account_id, is_primary, email, email_verified_at, password, password_origin, profile)
                select 1000 + n, 1, 1000 + n, true, 'customer' || n || '@bench.example.com', now(), '%s', 'operator',
                       jsonb_build_object('firstName', 'Customer', 'lastName', 'Number ' || n, 'phone', '+1202555' || lpad((n %% 10000)::text, 4, '0'),
                                          'company', 'Company ' || n, 'homeAddress', n || ' Station Road', 'homePostcode', 'AB1 2CD',
                                          'city', 'Springfield', 'state', 'Illinois', 'country', 'US', 'dateOfBirth', '1985-04-12')
                """.formatted(hash) + numbers,
                """
                insert into login (portal_id, value, is_email, customer_id)
                select 1, 'customer' || n || '@bench.example.com', true, 1000 + n
                """ + numbers,
                """
                insert into login (portal_id, value, is_email, username, customer_id)
                select 1, 'user' || n, false, 'user' || n, 1000 + n
                """ + numbers);
        postgres.run(
                database,
                Stream.concat(
                                Stream.of("set session_replication_role = replica"),
                                hasGrants(postgres, database) ? sessions(numbers) : sessionsOfFormerBuild(numbers))
                        .toArray(String[]::new));
    }

    private static Stream<String> sessions(String numbers) {
        return Stream.of("""
                insert into customer_session (id, portal_id, customer_id, amr, expires_at)
                select md5('session' || n)::uuid, 1, 1000 + n, '{pwd}', now() + interval '30 days'
                """ + numbers, """
                insert into token_grant (id, session_id, portal_id, customer_id, refresh_hash, refresh_until, expires_at)
                select md5('session' || n)::uuid, md5('session' || n)::uuid, 1, 1000 + n, sha256('bench'), now() + interval '14 days',
                       now() + interval '30 days'
                """ + numbers);
    }

    /** A build that is compared with may be older than the table of grants. */
    private static Stream<String> sessionsOfFormerBuild(String numbers) {
        return Stream.of("""
                insert into session (id, portal_id, customer_id, origin, expires_at, refresh_hash, refresh_until)
                select md5('session' || n)::uuid, 1, 1000 + n, 'password', now() + interval '30 days', sha256('bench'),
                       now() + interval '14 days'
                """ + numbers);
    }

    private static boolean hasGrants(Postgres postgres, String database) {
        return postgres.ask(database, "select to_regclass('token_grant') is not null")
                .equals("t");
    }

    /** Gives sessions of the first half, evenly spread, refresh tokens that are known. */
    private static List<String> tokens(Postgres postgres, String database, long customers) {
        int count = (int) Math.min(MOST_TOKENS, customers / 2);
        long stride = customers / 2 / count;
        List<String> revealed = new ArrayList<>();
        var keys = VestibuleServer.masterKey();
        try (Connection connection = postgres.connect(database);
                PreparedStatement update = connection.prepareStatement("update %s set refresh_hash = ? where id = ?"
                        .formatted(hasGrants(postgres, database) ? "token_grant" : "session"))) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                UUID session = session(1 + i * stride);
                RefreshToken token = RefreshToken.first(session, keys);
                update.setBytes(1, token.hash());
                update.setObject(2, session);
                update.addBatch();
                revealed.add(token.reveal());
                if (i % 1000 == 999) {
                    update.executeBatch();
                }
            }
            update.executeBatch();
            connection.commit();
            return revealed;
        } catch (SQLException e) {
            throw new IllegalStateException("refresh tokens can't be stored", e);
        }
    }

    /** The id of a customer's first session: {@code md5('session' || n)::uuid}. */
    private static UUID session(long customer) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(("session" + customer).getBytes(StandardCharsets.US_ASCII));
            ByteBuffer buffer = ByteBuffer.wrap(digest);
            return new UUID(buffer.getLong(), buffer.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /**
     * Puts sign-in links into the place of those before: link i has the token {@code <batch>-<i>}, and belongs to the customer that {@link
     * #linkHolder} tells.
     */
    void links(String batch, long count) {
        postgres.run(database, "truncate link", """
                insert into link (hash, customer_id, purpose, address, expires_at)
                select sha256(convert_to('%s-' || i, 'UTF8')), 1000 + n, 'sign-in', 'customer' || n || '@bench.example.com', now() + interval '1 day'
                from (select i, 1 + i * 7919 %% %d as n from generate_series(1, %d::bigint) i) as numbered
                """.formatted(batch, customers, count));
    }

    /** The id of the customer whose link it is. */
    long linkHolder(long link) {
        return FIRST_ID + 1 + link * 7919 % customers;
    }

    long customers() {
        return customers;
    }

    String database() {
        return database;
    }

    /** As they were at first: good until they are used. */
    List<String> refreshTokens() {
        return refreshTokens;
    }

    /** A customer's address. */
    public static String address(long customer) {
        return "customer" + customer + "@bench.example.com";
    }

    static String username(long customer) {
        return "user" + customer;
    }
}

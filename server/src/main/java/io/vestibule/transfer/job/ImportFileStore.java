package io.vestibule.transfer.job;

import io.vestibule.sql.Sql;
import io.vestibule.transfer.ErrorText;
import java.util.List;
import java.util.Optional;

/** The bytes of imports: files in pieces, so that any node can read what another took in, and the lines that were refused. */
public final class ImportFileStore {
    /** How many bytes a piece has, but for a file's last. */
    static final int PIECE = 128 * 1024;

    private static final int PIECES_AT_ONCE = 8;

    private final Sql sql;

    public ImportFileStore(Sql sql) {
        this.sql = sql;
    }

    /** Appends a piece to a file that is on its way; false if nobody wants it any longer. */
    boolean append(long file, long at, byte[] piece) {
        return sql.withHandle(h -> h.statement("""
                        with longer as (
                            update import_file set bytes = bytes + :length, touched_at = now()
                            where id = :file and bytes = :at and not complete
                            returning id
                        )
                        insert into import_piece (file_id, at, content) select id, :at, :content from longer
                        """)
                        .bind("length", piece.length)
                        .bind("file", file)
                        .bind("at", at)
                        .bind("content", piece)
                        .execute()
                == 1);
    }

    /** The next pieces of a file from one that begins there; none behind its end. */
    List<byte[]> pieces(long file, long at) {
        return sql.withHandle(h -> h.statement("""
                        select content from import_piece where file_id = :file and at >= :at order by at limit :most
                        """)
                .bind("file", file)
                .bind("at", at)
                .bind("most", PIECES_AT_ONCE)
                .map(rs -> rs.getBytes("content"))
                .list());
    }

    /** Appends refused lines, and cuts off what is beyond what is done; the transaction that marks how far the pass is decides whether they stay. */
    long appendErrors(long job, boolean dry, long done, ErrorText text) {
        return sql.inTransaction(h -> {
            long length = h.statement("select error_bytes from import_pass where job_id = :job and dry = :dry")
                    .bind("job", job)
                    .bind("dry", dry)
                    .mapTo(Long.class)
                    .one();
            long end = Math.min(done, length);
            h.statement("delete from import_error where job_id = :job and dry = :dry and at >= :end")
                    .bind("job", job)
                    .bind("dry", dry)
                    .bind("end", end)
                    .execute();
            if (text.isEmpty()) {
                return end;
            }
            byte[] lines = text.bytes(end == 0);
            h.statement("""
                            insert into import_error (job_id, dry, at, content) values (:job, :dry, :at, :lines)
                            """)
                    .bind("job", job)
                    .bind("dry", dry)
                    .bind("at", end)
                    .bind("lines", lines)
                    .execute();
            return end + lines.length;
        });
    }

    /** The refused lines from a place on, as many as were stored together; empty behind the last. */
    Optional<byte[]> errors(long job, boolean dry, long at) {
        return sql.withHandle(h -> h.statement("""
                        select content from import_error where job_id = :job and dry = :dry and at = :at
                        """)
                .bind("job", job)
                .bind("dry", dry)
                .bind("at", at)
                .map(rs -> rs.getBytes("content"))
                .findOne());
    }
}

package io.vestibule.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.password.PasswordHasher;
import io.vestibule.portal.Portal;
import io.vestibule.portal.PortalStore;
import io.vestibule.sql.Sql;
import io.vestibule.support.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/**
 * Files of every format with every kind of damage: each record is imported, there already, left out or refused, and whoever isn't damaged
 * comes. Where damage breaks the file's frame, what stands before it comes, and the rest is told.
 */
class EveryRecordTest {
    private static final Rules RULES =
            new Rules(ProfileSchema.BUILT_IN, PasswordHasher.create(), Instant.EPOCH, false, ZoneOffset.UTC);

    /**
     * How a format's files are made.
     *
     * @param framed whether a record's end depends on what is in it, so that damage may reach further than one
     */
    private record Form(
            FileFormat format,
            String name,
            String head,
            IntFunction<String> record,
            String between,
            String tail,
            boolean framed) {
        /** Whether what stands between two records is of the one before: an answer goes on until a line begins with a brace. */
        boolean answers() {
            return format == FileFormat.SONAR_CONTACTS || format == FileFormat.LOGICBOXES_SEARCH;
        }

        String file(List<String> records) {
            return head + String.join(between, records) + tail;
        }
    }

    private static String email(int i) {
        return "c" + i + "@example.com";
    }

    private static final List<Form> FORMS = List.of(
            lines(FileFormat.CSV, "c.csv", "email,firstName\n", i -> email(i) + ",\"Ann, " + i + "\""),
            lines(FileFormat.JSON_LINES, "c.jsonl", "", i -> "{\"email\":\"" + email(i) + "\"}"),
            lines(FileFormat.KEYCLOAK, "k.jsonl", "", EveryRecordTest::keycloak),
            document(FileFormat.KEYCLOAK, "{\"realm\":\"r\",\"users\":[\n", EveryRecordTest::keycloak),
            document(FileFormat.AUTH0, "[\n", i -> "{\"user_id\":\"auth0|" + i + "\",\"email\":\"" + email(i) + "\"}"),
            document(
                    FileFormat.FIREBASE,
                    "{\"users\":[\n",
                    i -> "{\"localId\":\"" + i + "\",\"email\":\"" + email(i) + "\"}"),
            document(
                    FileFormat.DJANGO,
                    "[\n",
                    i -> "{\"model\":\"auth.user\",\"pk\":" + (i + 1) + ",\"fields\":{\"password\":\"\",\"email\":\""
                            + email(i) + "\"}}"),
            lines(
                    FileFormat.WORDPRESS,
                    "w.tsv",
                    "ID\tuser_login\tuser_email\n",
                    i -> i + 1 + "\tu" + i + "\t" + email(i)),
            lines(FileFormat.LARAVEL, "l.csv", "id,email,password\n", i -> i + 1 + "," + email(i) + ","),
            lines(
                    FileFormat.BETTER_AUTH,
                    "b.csv",
                    "id,name,email,emailVerified\n",
                    i -> "x" + i + ",Ann," + email(i) + ",t"),
            lines(
                    FileFormat.MEDIAWIKI,
                    "m.tsv",
                    "user_id\tuser_name\tuser_email\n",
                    i -> i + 1 + "\tU" + i + "\t" + email(i)),
            lines(FileFormat.PAYLOAD, "p.csv", "id,email,hash\n", i -> i + 1 + "," + email(i) + ","),
            lines(FileFormat.DIRECTUS, "d.csv", "email,status,tfa_secret\n", i -> email(i) + ",active,"),
            lines(FileFormat.DOKUWIKI, "users.auth.php", "# users\n", i -> "u" + i + "::Ann:" + email(i) + ":user"),
            new Form(
                    FileFormat.LDIF,
                    "p.ldif",
                    "",
                    i -> "dn: uid=u" + i + "\nobjectClass: person\nuid: u" + i + "\nmail: " + email(i) + "\n",
                    "\n",
                    "\n",
                    false),
            lines(
                    FileFormat.SONAR_CONTACTS,
                    "s.json",
                    "",
                    i -> "{\"account_id\":" + (i + 1) + ",\"data\":[{\"name\":\"Ann\",\"email_address\":\"" + email(i)
                            + "\"}]}"),
            lines(FileFormat.LOGICBOXES_SEARCH, "l.json", "", i -> "{\"customer.username\":\"" + email(i) + "\"}"));

    private static Form lines(FileFormat format, String name, String head, IntFunction<String> record) {
        return new Form(format, name, head, record, "\n", "\n", false);
    }

    private static Form document(FileFormat format, String head, IntFunction<String> record) {
        return new Form(format, "d.json", head, record, ",\n", head.startsWith("{") ? "]}\n" : "]\n", true);
    }

    private static String keycloak(int i) {
        return "{\"username\":\"u" + i + "\",\"email\":\"" + email(i) + "\",\"attributes\":{\"phone\":[\"+1202555012"
                + i % 10 + "\"]}}";
    }

    private record Came(Set<String> emails, List<String> refused) {}

    private static Came read(Form form, byte[] content) throws IOException {
        Path folder = Files.createTempDirectory("records");
        Path file = Files.write(folder.resolve(form.name()), content);
        List<String> emails = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        try (OpenFiles files =
                new OpenFiles(order(form, file), RULES, () -> new SideStore(null, Set.of(), new Unmapped()))) {
            for (List<SourceRecord> records = files.pieces().next();
                    records != null;
                    records = files.pieces().next()) {
                for (SourceRecord one : records) {
                    switch (Fields.read(one, RULES)) {
                        case Fields.Read.Right(Entry entry, List<String> unmapped) ->
                            emails.add(entry.foldedEmail() + (entry.email() == null ? entry.foldedUsername() : ""));
                        case Fields.Read.Wrong(String reason) -> refused.add(reason);
                        case Fields.Read.LeftOut() -> refused.add("left out");
                    }
                }
            }
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
        assertThat(emails).doesNotHaveDuplicates();
        return new Came(Set.copyOf(emails), refused);
    }

    private static CustomerImport.Order order(Form form, Path file) {
        return new CustomerImport.Order(
                List.of(new FileOnDisk(file)), form.format(), Map.of(), null, null, false, false, AuditContext.COMMAND);
    }

    private static List<String> records(Form form, int count) {
        return IntStream.range(0, count).mapToObj(form.record()).toList();
    }

    private static Set<String> emails(int from, int to) {
        return IntStream.range(from, to).mapToObj(EveryRecordTest::email).collect(Collectors.toSet());
    }

    /** How many records stand whole before a place in their file. */
    private static int wholeBefore(Form form, String file, int count, int place) {
        return (int) IntStream.range(0, count)
                .filter(i -> file.indexOf(form.record().apply(i))
                                + form.record().apply(i).length()
                        <= place)
                .count();
    }

    @Test
    void every_format_is_among_them() {
        assertThat(FORMS.stream().map(Form::format)).contains(FileFormat.values());
    }

    @Property(tries = 6)
    void a_sound_file_s_records_all_come(@ForAll @IntRange(min = 1, max = 1200) int count) throws IOException {
        for (Form form : FORMS) {
            Came came = read(form, form.file(records(form, count)).getBytes(UTF_8));
            assertThat(came.refused()).isEmpty();
            assertThat(came.emails()).isEqualTo(emails(0, count));
        }
    }

    /** Bytes that are no text, where a value stands: the frame holds, so the sum does. */
    @Property(tries = 20)
    void bytes_that_are_no_text_cost_their_record_and_the_sum_holds(
            @ForAll @IntRange(min = 2, max = 20) int count, @ForAll int where) throws IOException {
        for (Form form : FORMS) {
            int damaged = 1 + Math.floorMod(where, count - 1);
            Came came = read(form, withByteThatIsNoText(form.file(records(form, count)), damaged));
            assertThat(came.refused()).hasSize(1);
            assertThat(came.emails()).hasSize(count - 1).doesNotContain(email(damaged));
        }
    }

    private static byte[] withByteThatIsNoText(String file, int record) {
        byte[] bytes = file.getBytes(UTF_8);
        bytes[file.indexOf(email(record)) + 1] = (byte) 0xFF;
        return bytes;
    }

    /** A file that was cut off: what is whole comes; the record that isn't is refused, or read as far as its line goes. */
    @Property(tries = 30)
    void of_a_file_that_is_cut_off_nothing_before_the_cut_is_lost(
            @ForAll @IntRange(min = 2, max = 20) int count, @ForAll int where) throws IOException {
        for (Form form : FORMS) {
            String file = form.file(records(form, count));
            int first = file.indexOf(form.record().apply(0))
                    + form.record().apply(0).length()
                    + 1;
            int cut = first + Math.floorMod(where, file.length() - first);
            int whole = wholeBefore(form, file, count, cut);
            Came came = read(form, file.substring(0, cut).getBytes(UTF_8));
            assertThat(came.emails()).containsAll(emails(0, whole));
            assertThat(came.emails().size() + came.refused().size()).isBetween(whole, whole + 1);
            boolean toldWhole = file.substring(cut).isBlank();
            if (form.framed() && !toldWhole && !file.substring(cut).strip().equals("}")) {
                assertThat(came.refused()).isNotEmpty();
            }
        }
    }

    /** Any signs put anywhere behind the first record: whoever stands before them comes, and if anybody is missing something is refused. */
    @Property(tries = 40)
    void whatever_is_put_into_a_file_nobody_is_lost_in_silence(
            @ForAll @IntRange(min = 2, max = 20) int count,
            @ForAll int where,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(max = 13) Integer> signs)
            throws IOException {
        String put = signs.stream()
                .map("\",\\{}[]:\n\r\t x\0"::charAt)
                .map(String::valueOf)
                .collect(Collectors.joining());
        for (Form form : FORMS) {
            String file = form.file(records(form, count));
            int first = file.indexOf(form.record().apply(0))
                    + form.record().apply(0).length()
                    + form.between().length();
            int at = first + Math.floorMod(where, file.length() - first);
            Came came = read(form, (file.substring(0, at) + put + file.substring(at)).getBytes(UTF_8));
            int whole = wholeBefore(form, file, count, at - 1);
            assertThat(came.emails()).containsAll(emails(0, form.answers() ? whole - 1 : whole));
            boolean allCame = came.emails().containsAll(emails(0, count));
            boolean renamed = came.emails().size() + came.refused().size() >= count;
            assertThat(allCame || !came.refused().isEmpty() || renamed)
                    .as("%s: %s put at %d of %s", form.format(), put, at, file)
                    .isTrue();
        }
    }

    /** What is stored: the first run's counts, and those of a second one that finds everybody there. */
    @Property(tries = 1)
    void what_is_imported_there_already_and_refused_adds_up_to_the_records_of_the_file(
            @ForAll @IntRange(min = 3, max = 20) int count, @ForAll int where) throws IOException {
        int damaged = 1 + Math.floorMod(where, count - 1);
        Sql sql = TestDatabases.demo().sql();
        for (Form form : FORMS) {
            List<String> records = new ArrayList<>(records(form, count));
            records.add(records.getFirst());
            Path folder = Files.createTempDirectory("records");
            Path file = Files.write(folder.resolve(form.name()), withByteThatIsNoText(form.file(records), damaged));
            Run first = imported(sql, order(form, file), folder);
            assertThat(List.of(first.imported(), first.unchanged(), first.refused(), first.leftOut()))
                    .as(form.format().word())
                    .containsExactly(count - 1L, 0L, 2L, 0L);
            sql.useHandle(h -> h.execute("delete from import_run"));
            Run second = imported(sql, order(form, file), folder);
            assertThat(List.of(second.imported(), second.unchanged(), second.refused(), second.leftOut()))
                    .as(form.format().word())
                    .containsExactly(0L, (long) count, 1L, 0L);
            sql.useHandle(h -> h.execute("delete from customer"));
        }
    }

    private static Run imported(Sql sql, CustomerImport.Order order, Path folder) {
        Portal portal = new PortalStore(sql).portal(1).orElseThrow();
        return new CustomerImport(new ImportStore(sql), RULES.hasher())
                .run(portal, order, new ErrorFile(folder.resolve("errors"), standing -> {}))
                .now();
    }
}

package io.vestibule.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a file of LDIF comes apart into entries: RFC 2849. */
class LdifRecordsTest {
    @Test
    void a_comment_may_be_folded_too_and_belongs_to_no_attribute() {
        String file = """
                # the first
                 of two lines
                dn: uid=ann
                mail: ann@example.com
                # a long comment that is
                 folded
                  twice
                uid: a
                 nn
                """;
        Records.One one = new LdifRecords(new ByteArrayInputStream(file.getBytes(UTF_8))).next();

        assertThat(one).isNotNull();
        assertThat(one.object()).hasToString("{\"dn\":[\"uid=ann\"],\"mail\":[\"ann@example.com\"],\"uid\":[\"ann\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "description: x", "# x"})
    void two_entries_that_no_empty_line_parts_are_refused_and_not_read_as_one(String between) {
        String file = """
                dn: uid=ann
                objectClass: person
                uid: ann
                %s
                dn: uid=bob
                objectClass: person
                uid: bob
                """.formatted(between);
        Records.One one = new LdifRecords(new ByteArrayInputStream(file.getBytes(UTF_8))).next();

        assertThat(one).isNotNull();
        assertThat(one.fault()).isEqualTo("The entry has a second dn: an empty line between two entries is missing.");
        assertThat(new String(one.text(), UTF_8)).contains("uid=ann", "uid=bob");
    }
}

package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.PortalStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What refusals cost while imported hashes are in use. */
class ImportedHashCostTest {
    @RegisterExtension
    final Imports imports = new Imports();

    private final Operator operator = imports.operator();

    private List<String> kinds() {
        return new PortalStore(operator.place().sql())
                .portal(1).orElseThrow().importedHashes().stream()
                        .map(hash -> hash.substring(0, 7))
                        .sorted()
                        .toList();
    }

    @Test
    void a_refusal_costs_as_much_as_the_costliest_hash_that_a_customer_still_has() {
        imports.of(imports.file(
                "cheap.csv", "email,passwordHash", "a@example.com,{SSHA}qa3IsARHr3zDrpCHL8UHJ0e1FLQmJCQE"));
        assertThat(kinds()).isEmpty();
        imports.of(imports.file(
                "expensive.csv",
                "email,passwordHash",
                "b@example.com,$2y$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ0123O",
                "c@example.com,$2y$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ0123O"));
        imports.of(imports.file(
                "more.csv",
                "email,passwordHash",
                "d@example.com,$2y$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ0123O"));
        assertThat(kinds()).containsExactly("$2y$10$", "$2y$12$");
        assertThat(operator.count("select count(*) from password_kind k join customer c on c.password = k.decoy"))
                .isZero();
        operator.sql("update customer set password = 'other' where email = 'b@example.com'");
        assertThat(kinds()).containsExactly("$2y$10$", "$2y$12$");
        operator.sql("delete from customer where email = 'd@example.com'");
        assertThat(kinds()).containsExactly("$2y$10$");
        operator.sql("update customer set password = null, password_origin = null where email = 'c@example.com'");
        assertThat(kinds()).isEmpty();
    }
}

package io.vestibule.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** OWASP, "CSV Injection": what a spreadsheet would compute is text, and comes back as it was. */
class FormulasTest {
    @Property(tries = 500)
    void what_is_guarded_comes_back_as_it_was(
            @ForAll @StringLength(max = 6) @CharRange(from = '\'', to = '@') String cell) {
        assertThat(Formulas.unguarded(Formulas.guarded(cell))).isEqualTo(cell);
        assertThat(Formulas.guarded(cell)).doesNotMatch("(?s)[=@].*");
    }

    @Test
    void numbers_and_words_stay_as_they_are() {
        for (String cell : new String[] {"", "Ann", "-5", "+12025550123", "1.5", "'tis", "a=b"}) {
            assertThat(Formulas.guarded(cell)).isEqualTo(cell);
            assertThat(Formulas.unguarded(cell)).isEqualTo(cell);
        }
        assertThat(Formulas.guarded("=1+1")).isEqualTo("'=1+1");
        assertThat(Formulas.guarded("'=1+1")).isEqualTo("''=1+1");
    }

    @Test
    void a_line_that_is_no_record_has_none_either() {
        assertThat(Formulas.guardedLine("a,=b,\"@c\"d,-1,+x")).isEqualTo("a,'=b,\"'@c\"d,-1,'+x");
    }
}

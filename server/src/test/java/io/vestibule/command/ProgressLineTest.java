package io.vestibule.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.transfer.Run;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final StringWriter printed = new StringWriter();

    private static Run after(long imported, long refused) {
        return new Run(1, imported + refused, imported, 0, refused, 0, 0, 0, 0, Instant.EPOCH, null);
    }

    @Test
    void on_a_terminal_a_bar_moves_with_rate_and_time_left() {
        ProgressLine progress = new ProgressLine(new PrintWriter(printed), true, 1000);
        progress.at(250, after(240, 10), after(0, 0));
        progress.at(1000, after(1_234_567, 10), after(0, 0));
        progress.leave();
        assertThat(printed.toString())
                .containsPattern(
                        "^\r\\[#{7}\\.{23}]  25 %  240 customers, 10 refused  [\\d,]+ a second  \\d+ s left\033\\[K")
                .containsPattern(
                        "\r\\[#{30}] 100 %  1,234,567 customers, 10 refused  [\\d,]+ a second  0 s left\033\\[K\\R$");
    }

    @Test
    void elsewhere_nothing_is_printed_for_what_takes_seconds() {
        ProgressLine progress = new ProgressLine(new PrintWriter(printed), false, 1000);
        progress.at(500, after(500, 0), after(0, 0));
        progress.leave();
        assertThat(printed.toString()).isEmpty();
    }
}

package io.vestibule.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {
    @Test
    void what_an_event_names_beside_its_message_is_a_field() {
        var event = new LoggingEvent();
        event.setLoggerContext(new LoggerContext());
        event.setLoggerName("access");
        event.setLevel(Level.INFO);
        event.setInstant(Instant.EPOCH);
        event.setMDCPropertyMap(Map.of("request", "r-12345678"));
        event.setMessage("keaze POST 200");
        event.addKeyValuePair(new KeyValuePair("dialect", "keaze"));
        event.addKeyValuePair(new KeyValuePair("status", 200));
        event.addKeyValuePair(new KeyValuePair("duration_ms", 7L));

        assertThat(new JsonLines().doLayout(event)).isEqualTo("""
                {"timestamp":"1970-01-01T00:00:00Z","level":"INFO","logger":"access","message":"keaze POST 200",\
                "request":"r-12345678","dialect":"keaze","status":200,"duration_ms":7}
                """);
    }
}

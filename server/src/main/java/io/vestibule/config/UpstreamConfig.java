package io.vestibule.config;

import java.time.Duration;

/**
 * How long the systems that portals come from may take (docs/moving-in.md).
 *
 * @param connect for a connection
 * @param answer  for an answer, to its last byte
 */
public record UpstreamConfig(Duration connect, Duration answer) {

    static final Setting<Duration> CONNECT = Setting.of(
            "upstream.connect-timeout",
            Kind.DURATION,
            "1s",
            "How long a connection to a portal's upstream may take before the answer is 503");
    static final Setting<Duration> ANSWER = Setting.of(
            "upstream.answer-timeout",
            Kind.DURATION,
            "2s",
            "Timeout of a whole response. A sign-in that needs two requests gets 1.5 times this in total");

    static UpstreamConfig read(Settings settings) {
        settings.section("Moving in");
        return new UpstreamConfig(settings.get(CONNECT), settings.get(ANSWER));
    }
}

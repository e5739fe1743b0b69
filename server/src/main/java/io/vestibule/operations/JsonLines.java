package io.vestibule.operations;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import io.vestibule.json.Json;

/**
 * One JSON object a line: {@code timestamp} (ISO 8601, UTC), {@code level}, {@code logger}, {@code message}, {@code request}
 * (the {@code X-Request-Id}) where there is one, {@code exception} (its stack trace as text) where there is one. What an event
 * names beside its message is a field of that name; numbers are numbers.
 */
final class JsonLines extends LayoutBase<ILoggingEvent> {

    @Override
    public String doLayout(ILoggingEvent event) {
        Json.Builder line = Json.object()
                .put("timestamp", event.getInstant().toString())
                .put("level", event.getLevel().toString())
                .put("logger", event.getLoggerName())
                .put("message", unicode(event.getFormattedMessage()));
        String request = event.getMDCPropertyMap().get("request");
        if (request != null) {
            line.put("request", unicode(request));
        }
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> put(line, pair.key, pair.value));
        }
        IThrowableProxy exception = event.getThrowableProxy();
        if (exception != null) {
            line.put("exception", unicode(ThrowableProxyUtil.asString(exception)));
        }
        return line.build() + "\n";
    }

    private static void put(Json.Builder line, String name, Object value) {
        if (value instanceof Integer || value instanceof Long) {
            line.put(name, ((Number) value).longValue());
        } else {
            line.put(name, unicode(String.valueOf(value)));
        }
    }

    /** JSON refuses half a surrogate pair; a log line is never the place to fail. */
    private static String unicode(String text) {
        return Json.isUnicode(text) ? text : text.replaceAll("\\p{Cs}", "\uFFFD");
    }
}

package io.vestibule.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form as {@code multipart/form-data} (RFC 7578), of fields that are text: PHP's curl sends an array so. A file where none is taken, or
 * another charset than those below, is an unsupported body; one that breaks off, or isn't framed as RFC 2046 has it, can't be read.
 */
final class MultipartForm {
    private static final String LINE_END = "\r\n";
    private static final String HEADERS_END = "\r\n\r\n";
    static final int LONGEST_HEADERS = 1000;
    private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");
    private static final Pattern PADDING = Pattern.compile("[ \t]*" + LINE_END);
    private static final Pattern PARAMETER =
            Pattern.compile("[ \t]*;[ \t]*([0-9A-Za-z*_-]+)=(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\\s;\"]+))");
    private static final Set<String> PLAIN_ENCODINGS = Set.of("7bit", "8bit", "binary");

    private MultipartForm() {}

    /**
     * Adds the fields of a body of this content type.
     *
     * @param files whether a field may be a file
     */
    static void read(Parameters parameters, String contentType, byte[] body, boolean files) {
        // A char a byte; the first delimiter needs no line before it
        parts(parameters, LINE_END + new String(body, ISO_8859_1), delimiter(contentType), files);
    }

    /** What stands before each part, as the content type has it. */
    static String delimiter(String contentType) {
        String boundary = isOf(contentType, "multipart/form-data")
                ? parameters(contentType, MultipartForm::unsupported).get("boundary")
                : null;
        if (boundary == null || !BOUNDARY.matcher(boundary).matches()) {
            throw unsupported();
        }
        return LINE_END + "--" + boundary;
    }

    private static void parts(Parameters parameters, String text, String delimiter, boolean files) {
        int at = text.indexOf(delimiter);
        if (at < 0 || text.startsWith("--", at + delimiter.length())) {
            throw unsupported();
        }
        while (!text.startsWith("--", at + delimiter.length())) {
            Matcher padding = PADDING.matcher(text).region(at + delimiter.length(), text.length());
            int end = padding.lookingAt() ? text.indexOf(delimiter, padding.end()) : -1;
            if (end < 0) {
                throw malformed();
            }
            part(parameters, text.substring(padding.end(), end), files);
            at = end;
        }
    }

    private static void part(Parameters parameters, String part, boolean files) {
        int end = part.indexOf(HEADERS_END);
        if (end < 0 || end > LONGEST_HEADERS) {
            throw malformed();
        }
        Map<String, String> headers = headers(part.substring(0, end));
        if (!PLAIN_ENCODINGS.contains(
                headers.getOrDefault("content-transfer-encoding", "8bit").toLowerCase(Locale.ROOT))) {
            throw unsupported();
        }
        String value = part.substring(end + HEADERS_END.length());
        String disposition = headers.getOrDefault("content-disposition", "");
        Map<String, String> given = parameters(disposition, MultipartForm::malformed);
        String name = name(disposition, given);
        if (!given.containsKey("filename") && !given.containsKey("filename*")) {
            boolean latin = isLatin(headers.getOrDefault("content-type", "text/plain"));
            parameters.add(name, latin ? value : utf8(value));
        } else if (files) {
            parameters.addFile(name, value.getBytes(ISO_8859_1));
        } else {
            throw unsupported();
        }
    }

    /** The headers of a part, names in small letters. */
    static Map<String, String> headers(String lines) {
        Map<String, String> headers = new HashMap<>();
        for (String line : lines.split(LINE_END, -1)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw malformed();
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** The name of a part's field. */
    static String name(String disposition, Map<String, String> given) {
        String name = given.get("name");
        if (name == null || !isOf(disposition, "form-data")) {
            throw malformed();
        }
        return utf8(name);
    }

    /** Whether a text field is in ISO 8859-1, which Java's clients declare where nobody asks them for another charset. */
    private static boolean isLatin(String contentType) {
        String charset = parameters(contentType, MultipartForm::unsupported)
                .getOrDefault("charset", "utf-8")
                .toLowerCase(Locale.ROOT);
        if (!isOf(contentType, "text/plain")) {
            throw unsupported();
        }
        return switch (charset) {
            case "utf-8", "us-ascii" -> false;
            case "iso-8859-1" -> true;
            default -> throw unsupported();
        };
    }

    static boolean isOf(String header, String type) {
        return header.split(";", 2)[0].strip().equalsIgnoreCase(type);
    }

    /** What stands behind a header's value, names in small letters. */
    static Map<String, String> parameters(String header, Supplier<RequestException> unreadable) {
        Map<String, String> found = new HashMap<>();
        int at = header.indexOf(';');
        if (at < 0) {
            return found;
        }
        if (header.length() > LONGEST_HEADERS) {
            throw unreadable.get();
        }
        Matcher parameter = PARAMETER.matcher(header).region(at, header.length());
        while (parameter.lookingAt()) {
            String quoted = parameter.group(2);
            String value = quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\([\\\\\"])", "$1");
            if (found.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value) != null) {
                throw unreadable.get();
            }
            parameter.region(parameter.end(), header.length());
        }
        if (!header.substring(parameter.regionStart()).isBlank()) {
            throw unreadable.get();
        }
        return found;
    }

    static String utf8(String bytes) {
        return Percent.utf8(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)));
    }

    private static RequestException unsupported() {
        return new RequestException(new Problem.UnsupportedMedia());
    }

    static RequestException malformed() {
        return RequestException.malformed("The body can't be read as multipart/form-data.");
    }
}

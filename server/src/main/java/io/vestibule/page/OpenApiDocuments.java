package io.vestibule.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.http.Answer;
import io.vestibule.http.PlainError;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The contracts of what the server answers, in OpenAPI 3.1: the resource {@code openapi/NAME.yaml} of each. */
public final class OpenApiDocuments {
    private static final Pattern TITLE = Pattern.compile("(?m)^  title: (.+)$");

    private final List<String> names;

    /** @param names in the order in which they are listed */
    public OpenApiDocuments(List<String> names) {
        this.names = List.copyOf(names);
    }

    /**
     * One of them.
     *
     * @param title what the document calls its API
     */
    public record Document(String name, String title) {
        /** Where it is, below the public URL. */
        public String path() {
            return "/openapi/" + name + ".yaml";
        }
    }

    /** All of them. */
    List<Document> all() {
        return names.stream().map(OpenApiDocuments::document).toList();
    }

    /** The one of this name. */
    Optional<Document> find(String name) {
        return names.contains(name) ? Optional.of(document(name)) : Optional.empty();
    }

    /** Answers {@code /openapi/{document}}. */
    Answer answer(Request request) {
        String file = request.segment("document");
        String name = file.endsWith(".yaml") ? file.substring(0, file.length() - ".yaml".length()) : "";
        return names.contains(name)
                ? Answer.of(200, "application/yaml", read(name)).with("Cache-Control", "public, max-age=300")
                : PlainError.of(new Problem.NotFound());
    }

    private static Document document(String name) {
        Matcher title = TITLE.matcher(new String(read(name), UTF_8));
        return new Document(name, title.find() ? title.group(1) : name);
    }

    private static byte[] read(String name) {
        try (InputStream file = OpenApiDocuments.class.getResourceAsStream("/openapi/" + name + ".yaml")) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks openapi/" + name + ".yaml");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

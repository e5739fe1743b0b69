package io.vestibule.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents themselves: valid, in scope, strict, and true to their own examples. */
class OpenApiDocumentTest {
    private static final String OFFICIAL = "https://spec.openapis.org/";
    private static final String BASE_SCHEMA = OFFICIAL + "oas/3.1/schema-base/2022-10-07";

    static Stream<OpenApiDocument> documents() {
        return Stream.of("sonar", "logicboxes", "keaze", "admin", "example").map(OpenApiDocument::load);
    }

    /** Also what others serve and we ask. */
    static Stream<OpenApiDocument> withHook() {
        return Stream.concat(documents(), Stream.of(OpenApiDocument.load("upstream-hook")));
    }

    @ParameterizedTest
    @MethodSource("withHook")
    void isValidByTheOfficialSchemaOfOpenApi31(OpenApiDocument document) {
        SchemaRegistry official = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(OpenApiDocumentTest::official));
        assertThat(official.getSchema(SchemaLocation.of(BASE_SCHEMA)).validate(document.root()))
                .isEmpty();

        ObjectNode broken = ((ObjectNode) document.root()).deepCopy();
        ((ObjectNode) broken.path("components").path("schemas"))
                .withObject("Broken")
                .put("type", "strong");
        assertThat(official.getSchema(SchemaLocation.of(BASE_SCHEMA)).validate(broken))
                .as("a type that JSON Schema does not know")
                .isNotEmpty();
    }

    private static @Nullable String official(String iri) {
        String resource = iri.replace("https://", "");
        try (InputStream in = OpenApiDocumentTest.class.getClassLoader().getResourceAsStream(resource)) {
            return in == null || !iri.startsWith(OFFICIAL) ? null : new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"""
                sonar | delete /api/v1/accounts/{account}/contacts/{contact}, get /api/v1/accounts/{account}/contacts, \
                get /api/v1/accounts/{account}/contacts/{contact}, patch /api/v1/accounts/{account}/contacts/{contact}, \
                post /api/v1/accounts/{account}/contacts, post /api/v1/customer_portal/auth, \
                post /api/v1/customer_portal/email_lookup
                """, """
                keaze | get /api/rest/portal/auth-token/{id}/{token}, get /api/rest/portal/customers/email/{email}, \
                get /api/rest/portal/profile, \
                delete /api/rest/portal/second-factor, get /api/rest/portal/second-factor, \
                post /api/rest/portal/second-factor, post /api/rest/portal/second-factor/email, \
                post /api/rest/portal/second-factor/recovery-codes, post /api/rest/portal/second-factor/totp, \
                post /api/rest/portal/second-factor/totp/confirm, \
                post /api/rest/portal/passkey-login/options, post /api/rest/portal/passkey-login, \
                post /api/rest/portal/passkeys/options, post /api/rest/portal/passkeys, get /api/rest/portal/passkeys, \
                patch /api/rest/portal/passkeys/{passkey}, delete /api/rest/portal/passkeys/{passkey}, \
                post /api/rest/portal/change-password, post /api/rest/portal/resend-verification, \
                get /api/rest/portal/sessions, delete /api/rest/portal/sessions, \
                delete /api/rest/portal/sessions/{session}, \
                head /api/rest/portal/auth-token/{id}/{token}, head /api/rest/portal/customers/email/{email}, \
                patch /api/rest/portal/passwordless-change-email/{id}/{token}, patch /api/rest/portal/profile, \
                post /api/rest/portal/forgot-password, post /api/rest/portal/password-login, \
                post /api/rest/portal/password-register, post /api/rest/portal/passwordless-access, \
                post /api/rest/portal/passwordless-change-email, post /api/rest/portal/passwordless-login, \
                post /api/rest/portal/passwordless-register, post /api/rest/portal/refresh-token, \
                post /api/rest/portal/reset-password/{id}/{token}, post /api/rest/portal/revoke-token, \
                put /api/rest/portal/profile
                """})
    void documentsExactlyTheCallsOfThePage(String dialect, String calls) {
        assertThat(operations(OpenApiDocument.load(dialect)).keySet())
                .containsExactlyInAnyOrder(calls.strip().split(", +"));
    }

    @Test
    void documentsEachCallOfLogicBoxesInBothFormatsByBothVerbs() {
        Stream<String> names = Stream.of(
                ("v2/authenticate, authenticate, v2/signup, signup, v2/change-password, change-password, generate-token, "
                                + "generate-login-token, authenticate-token, authenticate-token-without-history, details, "
                                + "details-by-id, forgot-password, temp-password, authenticate/generate-otp, "
                                + "authenticate/verify-otp, search, modify, delete, suspend, unsuspend")
                        .split(", "));

        assertThat(operations(OpenApiDocument.load("logicboxes")).keySet())
                .containsExactlyInAnyOrderElementsOf(names.flatMap(name -> Stream.of(".json", ".xml")
                                .flatMap(ending -> Stream.of("get", "post")
                                        .map(verb -> verb + " /api/customers/" + name + ending)))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("withHook")
    void everyReferenceLeadsSomewhereAndEverySharedPartIsUsed(OpenApiDocument document) {
        List<String> referenced = new ArrayList<>();
        walk("", document.root(), (pointer, node) -> {
            if (node.has("$ref")) {
                assertThat(document.resolve(node).isMissingNode()).isFalse();
                referenced.add(node.get("$ref").asString());
            }
        });
        document.root()
                .path("components")
                .path("schemas")
                .propertyNames()
                .forEach(name -> assertThat(referenced).contains("#/components/schemas/" + name));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyAnswerCarriesARequestIdAndIsKeptByNoCache(OpenApiDocument document) {
        answers(document)
                .forEach((place, answer) -> assertThat(answer.path("headers").propertyNames())
                        .as(place)
                        .contains("X-Request-Id", "Cache-Control"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyAnswerWithABodyHasAnExample(OpenApiDocument document) {
        answers(document)
                .forEach((place, answer) -> answer.path("content")
                        .forEach(media ->
                                assertThat(media.path("examples")).as(place).isNotEmpty()));
    }

    @ParameterizedTest
    @MethodSource("withHook")
    void everyExampleIsAllowedByItsOwnSchema(OpenApiDocument document) {
        Wire wire = new Wire(document);
        List<String> checked = new ArrayList<>();
        walk("", document.root(), (pointer, node) -> {
            for (JsonNode example : examples(document, node)) {
                boolean xml = pointer.endsWith("application/xml");
                JsonNode schema = xml ? Wire.schemaOf("application/xml", node.path("schema")) : node.path("schema");
                JsonNode value = xml ? xml(wire, example, node.path("schema")) : example;
                assertThat(document.faults(schema, value)).as(pointer).isEmpty();
                checked.add(pointer);
            }
        });
        assertThat(checked).isNotEmpty();
    }

    private static JsonNode xml(Wire wire, JsonNode example, JsonNode schema) {
        try {
            return wire.read("application/xml", example.asString(), schema);
        } catch (Wire.Unreadable e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void noAnswerMayCarryAKeyThatIsNotDocumented(OpenApiDocument document) {
        answers(document).forEach((place, answer) -> {
            JsonNode media = answer.path("content").path("application/json");
            boolean profile = media.path("schema").path("$ref").asString("").endsWith("/Profile");
            for (JsonNode example : examples(document, media)) {
                walk(place, example, (pointer, node) -> {
                    // A map from field to sentences is open by nature, and so is what an event tells; a profile's
                    // fields are the portal's to add, and columns a file's.
                    boolean open = pointer.matches(".*/(errors|message|detail|profile|columns|unmapped|schema(/.*)?)")
                            || (profile && pointer.equals(place));
                    if (node instanceof ObjectNode object && !open) {
                        object.put("surprise", "x");
                        assertThat(document.faults(media.path("schema"), example))
                                .as(pointer)
                                .isNotEmpty();
                        object.remove("surprise");
                    }
                });
            }
        });
    }

    private static List<JsonNode> examples(OpenApiDocument document, JsonNode holder) {
        List<JsonNode> found = new ArrayList<>();
        if (holder.has("schema")) {
            holder.path("examples")
                    .forEach(example -> found.add(document.resolve(example).path("value")));
            if (holder.has("example")) {
                found.add(holder.get("example"));
            }
        }
        return found;
    }

    /** Every documented answer: those of the operations, and the shared ones. */
    private static Map<String, JsonNode> answers(OpenApiDocument document) {
        Map<String, JsonNode> answers = new TreeMap<>();
        operations(document)
                .forEach((call, operation) -> operation
                        .path("responses")
                        .properties()
                        .forEach(
                                entry -> answers.put(call + " " + entry.getKey(), document.resolve(entry.getValue()))));
        document.root()
                .path("components")
                .path("responses")
                .properties()
                .forEach(entry -> answers.put(entry.getKey(), entry.getValue()));
        document.unmatchedResponses()
                .properties()
                .forEach(entry -> answers.put("unmatched " + entry.getKey(), document.resolve(entry.getValue())));
        return answers;
    }

    private static Map<String, JsonNode> operations(OpenApiDocument document) {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.root()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(entry -> entry.getValue().has("responses"))
                        .forEach(entry -> operations.put(entry.getKey() + " " + path.getKey(), entry.getValue())));
        return operations;
    }

    private static void walk(String pointer, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        visitor.accept(pointer, node);
        if (node.isObject()) {
            List.copyOf(node.properties())
                    .forEach(entry -> walk(pointer + "/" + entry.getKey(), entry.getValue(), visitor));
        } else {
            node.forEach(item -> walk(pointer, item, visitor));
        }
    }
}

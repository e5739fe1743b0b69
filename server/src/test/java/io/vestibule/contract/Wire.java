package io.vestibule.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what goes over the wire (JSON, form, XML, header) as the value that a schema speaks of. Text of an XML element,
 * form field or header becomes a number or boolean where the schema wants one and the text is one.
 */
final class Wire {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final OpenApiDocument document;

    Wire(OpenApiDocument document) {
        this.document = document;
    }

    /** A body that is not what its content type says. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The media type without parameters, in lower case; empty for null. */
    static String mediaType(@Nullable String contentType) {
        return contentType == null
                ? ""
                : contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    JsonNode read(String mediaType, String body, JsonNode schema) throws Unreadable {
        return switch (mediaType) {
            case "application/json", "application/problem+json" -> json(body);
            case "application/jsonl", "text/csv", "image/png", "image/jpeg", "image/webp" ->
                JsonNodeFactory.instance.stringNode(body);
            case "application/xml" -> xml(body, schemaOf(mediaType, schema));
            case "application/x-www-form-urlencoded" -> form(body, schema);
            default -> throw new Unreadable("no reader for " + mediaType, null);
        };
    }

    /** What describes a body's content: an XML body is text, whose element its {@code contentSchema} describes. */
    static JsonNode schemaOf(String mediaType, JsonNode schema) {
        return mediaType.equals("application/xml") ? schema.path("contentSchema") : schema;
    }

    static JsonNode json(String body) throws Unreadable {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new Unreadable("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The fields of a form or a query string; one given twice is an error, unless the schema has an array there. */
    ObjectNode form(String body, JsonNode schema) throws Unreadable {
        Map<String, JsonNode> properties = document.properties(schema);
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (String pair : List.of(body.split("&", -1))) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String name = URLDecoder.decode(pair.substring(0, equals), UTF_8);
                String text = URLDecoder.decode(pair.substring(equals + 1), UTF_8);
                JsonNode property = document.resolve(properties.getOrDefault(name, MissingNode.getInstance()));
                if (property.path("type").asString("").equals("array")) {
                    if (!text.isEmpty()) {
                        fields.withArrayProperty(name).add(scalar(text, property.path("items")));
                    }
                } else if (name.endsWith("[]")) { // an item of a list
                    fields.withArrayProperty(name).add(text);
                } else if (fields.has(name)) {
                    throw new Unreadable("field given twice: " + name, null);
                } else {
                    fields.set(name, scalar(text, property));
                }
            }
        }
        return fields;
    }

    JsonNode scalar(String text, JsonNode schema) {
        JsonNode type = document.resolve(schema).path("type");
        boolean mayBeText = type.isMissingNode() || type.toString().contains("\"string\"");
        if (!mayBeText && text.isEmpty() && type.toString().contains("\"null\"")) {
            return JsonNodeFactory.instance.nullNode(); // a form has no other way to say so
        }
        if (!mayBeText) {
            try {
                return json(text);
            } catch (Unreadable e) {
                // Left as text, for the schema to refuse in its own words.
                return JsonNodeFactory.instance.stringNode(text);
            }
        }
        return JsonNodeFactory.instance.stringNode(text);
    }

    private JsonNode xml(String body, JsonNode schema) throws Unreadable {
        Element element = parse(body);
        String expected = document.elementName(schema).orElse("");
        if (!element.getTagName().equals(expected)) {
            throw new Unreadable("the element is <" + element.getTagName() + ">, not <" + expected + ">", null);
        }
        return value(element, schema);
    }

    private static Element parse(String body) throws Unreadable {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(body))).getDocumentElement();
        } catch (SAXException | IOException e) {
            throw new Unreadable("not XML: " + e.getMessage(), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An element with children is an object; children of one name are an array where the schema has one. */
    private JsonNode value(Element element, JsonNode schema) throws Unreadable {
        List<Element> children = children(element);
        if (children.isEmpty()) {
            return scalar(element.getTextContent(), schema);
        }
        Map<String, JsonNode> properties = document.properties(schema);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Element child : children) {
            String name = child.getTagName();
            JsonNode property = document.resolve(properties.getOrDefault(name, MissingNode.getInstance()));
            if (property.path("type").asString("").equals("array")) {
                object.withArrayProperty(name).add(value(child, property.path("items")));
            } else if (object.has(name)) {
                throw new Unreadable("element given twice: " + name, null);
            } else {
                object.set(name, value(child, property));
            }
        }
        return object;
    }

    private static List<Element> children(Element element) throws Unreadable {
        List<Element> children = new ArrayList<>();
        boolean text = false;
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            } else {
                text |= !node.getTextContent().isBlank();
            }
        }
        if (text && !children.isEmpty()) {
            throw new Unreadable("text between the elements of <" + element.getTagName() + ">", null);
        }
        return children;
    }
}

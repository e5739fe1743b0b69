package io.vestibule.customer;

import io.vestibule.json.Json;
import io.vestibule.schema.JsonSchema;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a form means by a value that it spells with brackets ({@code pet[legs]=4}): all that is in it comes as text. */
final class FormValue {
    private FormValue() {}

    /** What one schema says of a value. */
    private record Place(JsonSchema schema, Json.Object said) {
        Stream<Place> at(@Nullable Json place) {
            return place == null ? Stream.empty() : Stream.of(new Place(schema, schema.at(place)));
        }

        Stream<Place> member(String name) {
            return at(said.get("properties") instanceof Json.Object members ? members.get(name) : null);
        }

        Stream<Json> each(String keyword) {
            return said.get(keyword) instanceof Json.Array(List<Json> items) ? items.stream() : Stream.empty();
        }

        Stream<Place> alternatives() {
            return Stream.concat(Stream.of(this), each("anyOf").flatMap(this::at));
        }

        Set<String> types() {
            Json type = said.get("type");
            return type == null ? Set.of() : SentValue.names(type).collect(Collectors.toSet());
        }
    }

    /** The value of a field, as its schemas type it; an object of empty texts is an empty text. */
    static Json read(Json value, List<JsonSchema> schemas, String field) {
        if (value instanceof Json.Object object
                && object.fields().values().stream().allMatch(Json.of("")::equals)) {
            return Json.of("");
        }
        return typed(
                value,
                schemas.stream()
                        .map(schema -> new Place(schema, schema.property(field)))
                        .toList());
    }

    private static Json typed(Json value, List<Place> places) {
        return places.stream()
                .flatMap(place -> place.each("enum"))
                .filter(listed -> text(listed).equals(text(value)))
                .findFirst()
                .orElseGet(() -> switch (value) {
                    case Json.Array(List<Json> items) -> {
                        List<Place> inner = places.stream()
                                .flatMap(place -> place.at(place.said().get("items")))
                                .toList();
                        yield new Json.Array(
                                items.stream().map(item -> typed(item, inner)).toList());
                    }
                    case Json.Object object ->
                        members(
                                object,
                                (name, member) -> typed(
                                        member,
                                        places.stream()
                                                .flatMap(place -> place.member(name))
                                                .toList()));
                    default -> single(value, places);
                });
    }

    /** Of several ways to be right the first that it fits. */
    private static Json single(Json value, List<Place> places) {
        return places.stream()
                .flatMap(Place::alternatives)
                .map(Place::types)
                .filter(types -> types.contains("string")
                        || !SentValue.interpret(value, types, false).equals(value))
                .findFirst()
                .map(types -> SentValue.interpret(value, types, false))
                .orElse(value);
    }

    /** The same with each number as text: forms don't tell one from the other. */
    private static Json text(Json value) {
        return switch (value) {
            case Json.Number(String literal) -> Json.of(literal);
            case Json.Array(List<Json> items) ->
                new Json.Array(items.stream().map(FormValue::text).toList());
            case Json.Object object -> members(object, (name, member) -> text(member));
            default -> value;
        };
    }

    private static Json members(Json.Object object, BiFunction<String, Json, Json> read) {
        Json.Builder members = Json.object();
        object.fields().forEach((name, member) -> members.put(name, read.apply(name, member)));
        return members.build();
    }
}

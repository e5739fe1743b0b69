package io.vestibule.http;

import java.util.Locale;

/** What a body is, as its {@code Content-Type} has it. */
enum MediaType {
    JSON,
    FORM,
    MULTIPART,
    /** Clients that name no type send JSON, which shows in its first byte. */
    UNNAMED,
    OTHER;

    /** Of a header's value, empty for none; a charset but UTF-8 is another type. */
    static MediaType of(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.matches("charset=(utf-?8|us-ascii)")) {
                return OTHER;
            }
        }
        return switch (parts[0].strip()) {
            case "application/json", "text/json" -> JSON;
            case "application/x-www-form-urlencoded" -> FORM;
            case "multipart/form-data" -> MULTIPART;
            case "" -> UNNAMED;
            default -> OTHER;
        };
    }
}

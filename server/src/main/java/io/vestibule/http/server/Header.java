package io.vestibule.http.server;

/** A header of an answer. One name may have several, each in a line of its own (RFC 9110 section 5.2). */
public record Header(String name, String value) {}

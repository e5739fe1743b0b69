package io.vestibule.command;

import static io.vestibule.command.Imports.summary;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of a file is lost or made up while the command ends well. */
class ImportLossTest {
    @RegisterExtension
    final Imports imports = new Imports();

    @Test
    void a_bare_carriage_return_ends_a_row() {
        Path file = imports.text(
                "c.csv", "email,firstName\na@example.com,Ann\rb@example.com,Bob\nc@example.com,\"two\r\nlines\"\r\n");
        assertThat(imports.of(file).out()).containsPattern(summary(2, 0, 1));
        assertThat(imports.shown("b@example.com")).containsPattern("firstName +Bob");
        Path old = imports.text("old.csv", "email,firstName\rd@example.com,Dora\re@example.com,Ed\r");
        assertThat(imports.of(old).out()).containsPattern(summary(2, 0, 0));
    }

    private static final String PAGE =
            "{\"recsonpage\":\"1\",\"recsindb\":\"2\",\"1\":{\"customer.username\":\"%s@example.com\"}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"ERROR\",\"message\":\"Too many requests\"}",
                "{}",
                "{\"recsonpage\":\"10\",\"recsindb\":\"2\"}"
            })
    void a_page_of_logicboxes_without_customers_is_refused_by_its_place(String page) {
        Path file = imports.file("search.json", PAGE.formatted("a"), page, PAGE.formatted("b"));
        Operator.Ended ended = imports.of(file, "--from", "logicboxes-search");
        assertThat(ended.out()).containsPattern(summary(2, 0, 1));
        assertThat(imports.read("search.json.errors.jsonl"))
                .startsWith("{\"errorLine\":2,\"errorReason\":\"Page 2 holds ");
    }

    @Test
    void logicboxes_pages_are_counted_against_recsonpage_and_recsindb() {
        Path file = imports.file(
                "search.json",
                "{\"recsonpage\":\"2\",\"recsindb\":\"7\",\"1\":{\"customer.username\":\"a@example.com\"}}",
                "{\"recsonpage\":\"1\",\"recsindb\":\"7\",\"1\":{\"customer.username\":\"b@example.com\"}}");
        assertThat(imports.of(file, "--from", "logicboxes-search").out()).containsPattern(summary(2, 0, 2));
        assertThat(imports.read("search.json.errors.jsonl"))
                .contains("Page 1 holds 1 customers, and recsonpage says 2.")
                .contains("Pages are missing: they hold 2 customers, and recsindb says 7.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"No item with that ID found.\",\"status_code\":404}}",
                "{\"account_id\":5}",
                "{\"account_id\":5,\"data\":null}"
            })
    void an_answer_of_sonar_without_contacts_is_refused_and_makes_nobody(String answer) {
        Path file = imports.file(
                "contacts.json",
                answer,
                "{\"data\":[{\"id\":1,\"name\":\"Ann Doe\",\"email_address\":\"a@example.com\",\"primary\":true}]}");
        Operator.Ended ended = imports.of(file, "--from", "sonar-contacts", "--account", "90017");
        assertThat(ended.out()).containsPattern(summary(1, 0, 1));
        assertThat(imports.read("contacts.json.errors.jsonl")).startsWith("{\"errorLine\":1,\"errorReason\":\"Page 1 ");
        assertThat(imports.shown("a@example.com")).containsPattern("account +90017 \\(primary\\)");
    }

    @Test
    void pages_of_a_sonar_account_are_counted_against_the_paginator() {
        Path file = imports.file(
                "contacts.json",
                "{\"account_id\":5,\"data\":[{\"id\":1,\"name\":\"Ann Doe\"}],\"paginator\":{\"total_count\":3}}",
                "{\"account_id\":6,\"data\":[{\"id\":2,\"name\":\"Bob Doe\"}],\"paginator\":{\"total_count\":1}}");
        assertThat(imports.of(file, "--from", "sonar-contacts").out()).containsPattern(summary(2, 0, 1));
        assertThat(imports.read("contacts.json.errors.jsonl"))
                .contains("Page 2 follows pages that don't hold all: 2 contacts of account 5 are missing");
    }

    @Test
    void a_status_of_logicboxes_that_isn_t_imported_is_refused_in_the_file_s_own_words() {
        Path file = imports.file(
                "search.json",
                "{\"customer.username\":\"a@example.com\",\"customer.customerstatus\":\"InActive\"}",
                "{\"customer.username\":\"b@example.com\",\"customer.customerstatus\":\"Suspended\",\"customer.state\":\"Not Applicable\"}");
        Operator.Ended ended = imports.of(file, "--from", "logicboxes-search");
        assertThat(ended.out())
                .containsPattern(summary(1, 0, 1))
                .contains("Refused once, line 1: The customer.customerstatus field is \"InActive\"");
        assertThat(imports.shown("b@example.com"))
                .containsPattern("disabled +20")
                .doesNotContain("Not Applicable");
    }

    @Test
    void a_json_document_that_is_cut_off_is_told() {
        String user = "{\"username\":\"%s\",\"email\":\"%s@example.com\",\"createdTimestamp\":1795871857239}";
        Path inside = imports.text(
                "users.json",
                "{\"realm\":\"r\",\"users\":[" + user.formatted("ann", "ann") + ",\n"
                        + user.formatted("bob", "bob").substring(0, 30));
        Operator.Ended ended = imports.of(inside, "--from", "keycloak");
        assertThat(ended.out())
                .containsPattern(summary(1, 0, 1))
                .contains("line 2: The file ends inside this record, which begins here");
        Path between = imports.text("more.json", "[" + user.formatted("cid", "cid") + ",\n");
        assertThat(imports.of(between, "--from", "keycloak").out())
                .containsPattern(summary(1, 0, 1))
                .contains("The file can't be read from line 2 on: it ends inside a list.");
    }
}

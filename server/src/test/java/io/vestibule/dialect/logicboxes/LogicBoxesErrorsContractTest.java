package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.DEMO;
import static io.vestibule.dialect.logicboxes.LogicBoxes.JOHN;
import static io.vestibule.dialect.logicboxes.LogicBoxes.JSON;
import static io.vestibule.dialect.logicboxes.LogicBoxes.XML;
import static io.vestibule.dialect.logicboxes.LogicBoxes.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "In case of any errors": the table of cases in docs/dialects/logicboxes.md, each with its status, always the ERROR map, never 200. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogicBoxesErrorsContractTest {
    private static final String ACCEPTED = "The request body must be a form in UTF-8:"
            + " application/x-www-form-urlencoded, or multipart/form-data with text fields only.";

    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    @Test
    void throttled_is_the_error_status_with_retry_after() {
        try (LogicBoxes strict = new LogicBoxes(Map.of("VESTIBULE_LIMIT_SIGN_IN_LOGIN_BURST", "1"))) {
            strict.query(JSON, DEMO + "&" + JOHN);

            Reply second = strict.query(JSON, DEMO + "&" + JOHN);

            error(second, 500, "Too many attempts. Please try again later.");
            assertThat(second.header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(strict.query(XML, DEMO + "&" + JOHN).header("Retry-After"))
                    .matches("[1-9][0-9]*");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/customers/",
                "/api/customers/v2/authenticate",
                "/api/customers/v2/authenticate.txt",
                "/api/customers/v2/authenticate.JSON",
                "/api/customers/v2/Authenticate.json",
                "/api/customers/v2/authenticate.json/",
                "/api/customers/v2/nothing.json"
            })
    void an_unknown_call_is_404_action_not_found(String path) {
        error(logicBoxes.form(path, DEMO), 404, "Action not Found");
    }

    @Test
    void a_body_over_the_limit_is_413() {
        error(logicBoxes.form(JSON, "x=" + "y".repeat(17_000)), 413, "The request body is too large.");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,{}",
        "application/json; charset=utf-8,{}",
        "text/plain,a=b",
        "application/xml,<a/>",
        "multipart/form-data; boundary=x,--x--",
        "application/x-www-form-urlencoded; charset=iso-8859-1,a=b"
    })
    void a_body_neither_form_nor_empty_is_415(String type, String body) {
        Reply reply =
                logicBoxes.client.exchange("POST", JSON + "?" + DEMO + "&" + JOHN, Map.of("Content-Type", type), body);

        error(reply, 415, ACCEPTED);
    }

    @Test
    void a_body_without_a_type_is_415_even_if_it_is_json() {
        for (String body : new String[] {"{}", "a=b"}) {
            error(
                    RawConnection.exchange(
                            logicBoxes.client.port(),
                            "POST " + JSON + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                    + body),
                    415,
                    ACCEPTED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"username=%ff", "username=%zz", "username=%", "username=%c0%af", "%ed%a0%80=1"})
    void what_is_not_utf_8_is_the_error_status(String parameters) {
        error(
                RawConnection.exchange(
                        logicBoxes.client.port(),
                        "POST " + JSON + "?" + DEMO + "&passwd=x&" + parameters
                                + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"),
                500,
                "The request is not valid UTF-8 text.");
        error(logicBoxes.form(JSON, DEMO + "&passwd=x&" + parameters), 500, "The request is not valid UTF-8 text.");
    }

    @Test
    void a_fault_is_the_error_status_and_tells_nothing() {
        try (LogicBoxes broken = new LogicBoxes()) {
            broken.installation.sql("alter table login rename to login_gone");

            error(broken.query(JSON, DEMO + "&" + JOHN), 500, "Something went wrong on our side.");
        }
    }

    @Test
    void one_setting_changes_the_error_status_for_people_who_own_their_clients() {
        try (LogicBoxes own = new LogicBoxes(
                Map.of("VESTIBULE_LOGICBOXES_ERROR_STATUS", "422", "VESTIBULE_LIMIT_SIGN_IN_LOGIN_BURST", "2"))) {
            assertThat(status(own, JSON + "?" + DEMO + "&username=testtest123&passwd=wrong"))
                    .isEqualTo(422);
            assertThat(status(own, XML + "?auth-userid=1&api-key=wrong")).isEqualTo(422);
            assertThat(status(own, JSON + "?" + DEMO)).isEqualTo(422);
            assertThat(status(own, JSON + "?a=1&a=2")).isEqualTo(422);
            assertThat(status(own, JSON + "?" + DEMO + "&" + JOHN)).isEqualTo(200);
            assertThat(status(own, JSON + "?" + DEMO + "&" + JOHN))
                    .as("throttled")
                    .isEqualTo(422);
            assertThat(status(own, "/api/customers/nothing.json")).isEqualTo(404);
        }
    }

    private static int status(LogicBoxes logicBoxes, String path) {
        return RawConnection.exchange(
                        logicBoxes.client.port(), "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                .status();
    }
}

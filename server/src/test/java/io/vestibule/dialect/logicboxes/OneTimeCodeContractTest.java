package io.vestibule.dialect.logicboxes;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Generous;
import io.vestibule.support.Protected;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code authenticate/generate-otp} and {@code authenticate/verify-otp}; docs/decisions/0009. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneTimeCodeContractTest {
    private static final String GENERATE = "/api/customers/authenticate/generate-otp";
    private static final String VERIFY = "/api/customers/authenticate/verify-otp";
    private static final String FOREIGN = "You are not allowed to perform this action";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final LogicBoxes boxes = new LogicBoxes(Generous.limits());

    @AfterAll
    void stop() {
        boxes.close();
    }

    private Protected customer() {
        return Protected.enrol(boxes.installation, boxes.client, "one" + NUMBER.incrementAndGet() + "@example.org");
    }

    private Reply verify(long id, String otp, String type) {
        return boxes.query(VERIFY + ".json", LogicBoxes.DEMO + "&customerid=" + id + "&otp=" + otp + "&type=" + type);
    }

    private Reply generate(long id, String type) {
        return boxes.query(GENERATE + ".json", LogicBoxes.DEMO + "&customerid=" + id + "&type=" + type);
    }

    private static void yes(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("true");
    }

    private static void wrong(Reply reply) {
        LogicBoxes.error(reply, 500, "Invalid OTP");
    }

    @Test
    void authenticate_succeeds_and_says_twofactorauth_enabled_true() {
        Protected customer = customer();
        Reply reply = boxes.authenticate(customer.email, "correct+horse+9");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("twofactorauth_enabled")).isEqualTo("true");
        assertThat(boxes.authenticate("testtest123", "correct+horse+9").text("twofactorauth_enabled"))
                .isEqualTo("false");
    }

    @Test
    void each_type_verifies_its_code_once() {
        Protected customer = customer();
        String code = customer.app.code();
        yes(verify(customer.id, code, "gauth"));
        wrong(verify(customer.id, code, "gauth"));
        yes(verify(customer.id, customer.recovery.getFirst(), "gauthbackup"));
        wrong(verify(customer.id, customer.recovery.getFirst(), "gauthbackup"));
        yes(generate(customer.id, "email"));
        String mailed = Protected.mailedCode(boxes.client, customer.email, 1);
        yes(verify(customer.id, mailed, "email"));
        wrong(verify(customer.id, mailed, "email"));
    }

    @Test
    void a_code_of_one_type_is_wrong_for_another() {
        Protected customer = customer();
        wrong(verify(customer.id, customer.app.code(), "email"));
        wrong(verify(customer.id, customer.app.code(), "gauthbackup"));
        wrong(verify(customer.id, customer.recovery.getFirst(), "gauth"));
        yes(verify(customer.id, customer.app.code(), "gauth"));
        yes(verify(customer.id, customer.recovery.getFirst(), "gauthbackup"));
    }

    @Test
    void without_a_type_a_code_is_mailed_and_any_is_verified() {
        Protected customer = customer();
        yes(boxes.client.get(GENERATE + ".json?" + LogicBoxes.DEMO + "&customerid=" + customer.id, Map.of()));
        String mailed = Protected.mailedCode(boxes.client, customer.email, 1);
        yes(boxes.client.get(
                VERIFY + ".json?" + LogicBoxes.DEMO + "&customerid=" + customer.id + "&otp=" + mailed, Map.of()));
        yes(boxes.client.get(
                VERIFY + ".json?" + LogicBoxes.DEMO + "&type=&customerid=" + customer.id + "&otp="
                        + customer.app.code(),
                Map.of()));
    }

    @Test
    void in_xml_the_answer_is_one_element_and_an_error_a_response() {
        Protected customer = customer();
        String parameters = LogicBoxes.DEMO + "&type=gauth&customerid=" + customer.id + "&otp=";
        Reply right = boxes.query(VERIFY + ".xml", parameters + customer.app.code());
        assertThat(right.body()).isEqualTo("<boolean>true</boolean>");
        assertThat(right.header("Content-Type")).isEqualTo("application/xml; charset=utf-8");
        Reply wrong = boxes.query(VERIFY + ".xml", parameters + "000");
        assertThat(wrong.status()).isEqualTo(500);
        assertThat(wrong.body()).endsWith("<response><status>ERROR</status><message>Invalid OTP</message></response>");
        yes(boxes.query(GENERATE + ".json", LogicBoxes.DEMO + "&type=email&customerid=" + customer.id));
        assertThat(boxes.query(GENERATE + ".xml", LogicBoxes.DEMO + "&customerid=" + customer.id)
                        .body())
                .endsWith("<boolean>true</boolean>");
    }

    @Test
    void parameters_come_in_query_and_form() {
        Protected customer = customer();
        yes(boxes.form(
                VERIFY + ".json?" + LogicBoxes.DEMO,
                "customerid=" + customer.id + "&type=gauth&otp=" + customer.app.code()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gauth", "gauthbackup"})
    void there_is_nothing_to_generate_for_the_app_and_recovery_codes(String type) {
        Protected customer = customer();
        long mails = boxes.rows("outbox");
        yes(generate(customer.id, type));
        assertThat(boxes.rows("outbox")).isEqualTo(mails);
        boxes.installation.sql("delete from recovery_code where customer_id = ?", customer.id);
        if (type.equals("gauthbackup")) {
            LogicBoxes.error(generate(customer.id, type), 500, FOREIGN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "1", "999999", "0", "-1", "x", "99999999999999999999", "2%00"})
    void whoever_is_not_the_resellers_customer_or_has_no_second_factor_gets_no_code_and_one_answer(String id) {
        long mails = boxes.rows("outbox");
        LogicBoxes.error(
                boxes.query(GENERATE + ".json", LogicBoxes.DEMO + "&type=email&customerid=" + id), 500, FOREIGN);
        assertThat(boxes.rows("outbox")).isEqualTo(mails);
    }

    @Test
    void a_customer_of_another_portal_is_unknown() {
        Protected customer = customer();
        String other = "auth-userid=2&api-key=other-key&type=gauth&customerid=" + customer.id;
        LogicBoxes.error(boxes.query(VERIFY + ".json", other + "&otp=" + customer.app.code()), 500, FOREIGN);
        LogicBoxes.error(boxes.query(GENERATE + ".json", other), 500, FOREIGN);
        yes(verify(customer.id, customer.app.code(), "gauth"));
        LogicBoxes.error(verify(999_999, "123456", "gauth"), 500, FOREIGN);
    }

    @Test
    void a_customer_without_a_second_factor_has_no_right_code() {
        long id = StoredCustomer.of("plain" + NUMBER.incrementAndGet() + "@example.org")
                .password("correct horse 9")
                .store(boxes.installation);
        wrong(verify(id, "123456", "gauth"));
    }

    @Test
    void wrong_codes_lock_over_all_dialects_and_while_locked_the_right_one_is_wrong() {
        Protected customer = customer();
        for (int i = 0; i < 4; i++) {
            wrong(verify(customer.id, customer.app.wrong(), "gauth"));
        }
        assertThat(boxes.authenticate(customer.email, "correct+horse+9").status())
                .as("the right password clears nothing")
                .isEqualTo(200);
        wrong(verify(customer.id, customer.app.wrong(), "gauth"));
        wrong(verify(customer.id, customer.app.code(), "gauth"));
        LogicBoxes.failed(boxes.authenticate(customer.email, "correct+horse+9"), 0);
        assertThat(customer.login().body()).isEqualTo("{\"message\":\"Unauthorized.\"}");
    }

    @Test
    void the_right_code_clears_the_count() {
        Protected customer = customer();
        wrong(verify(customer.id, customer.app.wrong(), "gauth"));
        yes(verify(customer.id, customer.app.code(), "gauth"));
        LogicBoxes.failed(boxes.authenticate(customer.email, "wrong"), 4);
    }

    @Test
    void a_disabled_customer_has_no_right_code() {
        Protected customer = customer();
        boxes.installation.sql("update customer set disabled_at = now() where id = ?", customer.id);
        wrong(verify(customer.id, customer.app.code(), "gauth"));
        LogicBoxes.error(generate(customer.id, "email"), 500, FOREIGN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type=gauth | Required parameter missing: customerid, otp",
                "customerid=2 | Required parameter missing: otp",
                "customerid=&otp=1 | Required parameter missing: customerid",
                "customerid=2&otp=1&type=fax | Invalid value for parameter: type",
                "customerid=2&otp=1&otp=2 | A parameter was given more than once.",
            })
    void a_bad_parameter_is_an_error_and_nothing_is_verified(String parameters, String message) {
        LogicBoxes.error(boxes.query(VERIFY + ".json", LogicBoxes.DEMO + "&" + parameters), 500, message);
        assertThat(boxes.installation.count("select count(*) from lockout where subject = int8send(2)"))
                .isZero();
    }

    @Test
    void a_bad_reseller_learns_nothing() {
        Protected customer = customer();
        String bad = "auth-userid=1&api-key=wrong&type=gauth&customerid=" + customer.id + "&otp=" + customer.app.code();
        LogicBoxes.error(boxes.query(VERIFY + ".json", bad), 500, LogicBoxes.BAD_RESELLER);
        LogicBoxes.error(boxes.query(GENERATE + ".json", bad), 500, LogicBoxes.BAD_RESELLER);
    }

    @Test
    void guesses_are_throttled_by_customer_known_or_not() {
        try (LogicBoxes strict = new LogicBoxes(
                Map.of("VESTIBULE_LIMIT_SIGN_IN_LOGIN_BURST", "2", "VESTIBULE_LIMIT_SIGN_IN_LOGIN_REFILL", "1/1h"))) {
            for (String call :
                    new String[] {VERIFY + ".json?otp=1&customerid=2", GENERATE + ".json?type=gauth&customerid=888"}) {
                String path = call + "&" + LogicBoxes.DEMO;
                assertThat(strict.client.get(path, Map.of()).header("Retry-After"))
                        .isNull();
                assertThat(strict.client.get(path, Map.of()).header("Retry-After"))
                        .isNull();
                Reply full = strict.client.get(path, Map.of());
                assertThat(full.status()).isEqualTo(500);
                assertThat(full.header("Retry-After")).isNotNull();
            }
        }
    }

    @Test
    void where_only_the_app_can_work_it_is_expected_without_a_type() {
        Protected customer = customer();
        boxes.installation.sql("update customer set email_verified_at = null where id = ?", customer.id);
        long mails = boxes.rows("outbox");

        yes(boxes.query(GENERATE + ".json", LogicBoxes.DEMO + "&customerid=" + customer.id));
        assertThat(boxes.rows("outbox")).isEqualTo(mails);
        yes(boxes.query(
                VERIFY + ".json", LogicBoxes.DEMO + "&customerid=" + customer.id + "&otp=" + customer.app.code()));
        LogicBoxes.error(generate(customer.id, "email"), 500, FOREIGN);
        LogicBoxes.error(boxes.query(GENERATE + ".json", LogicBoxes.DEMO + "&customerid=2"), 500, FOREIGN);
    }

    @Test
    void a_disabled_customer_has_none_made_of_any_type() {
        Protected customer = customer();
        boxes.installation.sql("update customer set disabled_at = now() where id = ?", customer.id);

        for (String type : new String[] {"", "email", "gauth", "gauthbackup"}) {
            LogicBoxes.error(generate(customer.id, type), 500, FOREIGN);
        }
    }

    @Test
    void sms_is_the_vendors_word_for_the_code_that_is_sent_which_goes_by_mail_here() {
        Protected customer = customer();
        yes(generate(customer.id, "Sms"));
        String mailed = Protected.mailedCode(boxes.client, customer.email, 1);

        wrong(verify(customer.id, customer.app.code(), "sms"));
        yes(verify(customer.id, mailed, "sms"));
    }

    @Test
    void types_have_no_case() {
        Protected customer = customer();
        yes(verify(customer.id, customer.app.code(), "GAuth"));
    }
}

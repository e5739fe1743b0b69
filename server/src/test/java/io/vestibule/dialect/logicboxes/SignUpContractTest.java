package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.DEMO;
import static io.vestibule.dialect.logicboxes.LogicBoxes.PROFILE;
import static io.vestibule.dialect.logicboxes.LogicBoxes.error;
import static io.vestibule.dialect.logicboxes.LogicBoxes.signUpOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.Together;
import java.net.URLEncoder;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code v2/signup} (also {@code signup}): the new customer's id, or all that is wrong in one message. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignUpContractTest {
    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    private String details(long id, String key) {
        return logicBoxes.get("details-by-id", "customer-id=" + id).text(key);
    }

    /** Signs up with one parameter changed, added or, by an empty value, left out. */
    private Reply with(String parameters, String changed) {
        String name = changed.replaceFirst("=.*", "");
        String rest = ("&" + parameters).replaceFirst("&" + name + "=[^&]*", "").substring(1);
        return logicBoxes.post("v2/signup", rest + "&" + changed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2/signup", "signup"})
    void the_new_customer_id_a_bare_integer(String call) {
        Reply reply = logicBoxes.post(call, signUpOf("bare." + call.replace('/', '.') + "@example.com"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.body()).matches("[1-9][0-9]{3,}");
        assertThat(details(Long.parseLong(reply.body()), "username")).startsWith("bare.");
    }

    @Test
    void in_xml_an_int() {
        Reply reply = logicBoxes.query("/api/customers/v2/signup.xml", DEMO + "&" + signUpOf("xml@example.com"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).matches("<int>[1-9][0-9]{3,}</int>");
    }

    @Test
    void whoever_is_signed_up_has_an_account_of_their_own_and_is_its_primary_customer() {
        long id = logicBoxes.signUp("primary@example.com");

        assertThat(logicBoxes.installation.count("""
                        select count(*) from customer c where c.id = ? and c.is_primary and c.password_origin = 'operator'
                          and (select count(*) from customer o where o.account_id = c.account_id) = 1
                        """, id)).isEqualTo(1);
        assertThat(logicBoxes
                        .authenticate("PRIMARY@example.com", "a+fine+long+one")
                        .text("customerid"))
                .isEqualTo(Long.toString(id));
    }

    @Test
    void every_parameter_shows_in_the_details() {
        Reply made = logicBoxes.post(
                "v2/signup",
                signUpOf("every@example.com")
                        + "&address-line-2=Flat+3&address-line-3=Northside&alt-phone-cc=44&alt-phone=2079460000&fax-cc=49"
                        + "&fax=3012345678&mobile-cc=33&mobile=612345678&customer-id=7&vat-id=x&accept-policy=true");

        Json.Object details =
                logicBoxes.get("details-by-id", "customer-id=" + made.body()).json();
        assertThat(details.text("useremail")).contains("every@example.com");
        assertThat(details.text("name")).contains("Mary Ann Doe");
        assertThat(details.text("company")).contains("Doe Ltd");
        assertThat(details.text("address1")).contains("12 Station Road");
        assertThat(details.text("address2")).contains("Flat 3");
        assertThat(details.text("address3")).contains("Northside");
        assertThat(details.text("city")).contains("Springfield");
        assertThat(details.text("state")).contains("Illinois");
        assertThat(details.text("country")).contains("US");
        assertThat(details.text("zip")).contains("62701");
        assertThat(details.text("telnocc")).contains("1");
        assertThat(details.text("telno")).contains("2025550123");
        assertThat(details.text("alttelnocc")).contains("44");
        assertThat(details.text("alttelno")).contains("2079460000");
        assertThat(details.text("faxnocc")).contains("49");
        assertThat(details.text("faxno")).contains("3012345678");
        assertThat(details.text("mobilenocc")).contains("33");
        assertThat(details.text("mobileno")).contains("612345678");
        assertThat(details.text("langpref")).contains("en");
    }

    @Test
    void numbers_that_are_not_given_are_left_out_of_the_details() {
        long id = logicBoxes.signUp("no.more@example.com");

        assertThat(logicBoxes.get("details-by-id", "customer-id=" + id).json().fields())
                .doesNotContainKeys("mobileno", "mobilenocc", "faxno", "faxnocc", "alttelno", "alttelnocc");
    }

    @Test
    void validation_errors_name_their_fields_in_one_message() {
        error(
                logicBoxes.post("v2/signup", ""),
                500,
                "{username=is required, passwd=is required, name=is required, company=is required, "
                        + "address-line-1=is required, city=is required, state=is required, country=is required, "
                        + "zipcode=is required, phone-cc=is required, phone=is required, lang-pref=is required}");
        error(
                logicBoxes.post(
                        "v2/signup",
                        "username=nobody&passwd=short&name=A&company=B&address-line-1=C&city=D&state=E&country=XX"
                                + "&zipcode=1&phone-cc=999&phone=1&lang-pref=english&fax=1"),
                500,
                "{username=must be an email address, passwd=The password field must be at least 6 characters., "
                        + "country=must be a country code of two letters (ISO 3166-1), "
                        + "phone-cc=must be a country calling code in digits; such as 44, "
                        + "lang-pref=must be a language code of two letters (ISO 639-1), "
                        + "fax-cc=is required beside fax}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "username=nobody | username",
                "username=a@b@example.com | username",
                "username=a%00@example.com | username",
                "username=a%0d%0aBcc:b@example.com | username",
                "passwd=12345 | passwd",
                "passwd=password1 | passwd",
                "passwd=Wrong@Example.com | passwd",
                "name=+ | name",
                "name=a%00b | name",
                "company=a%0ab | company",
                "address-line-1=%01 | address-line-1",
                "address-line-2=%01 | address-line-2",
                "address-line-3=%01 | address-line-3",
                "city=%7f | city",
                "state=%09 | state",
                "country=USA | country",
                "country=ZZ | country",
                "country=U%C4%B1 | country",
                "zipcode=%00 | zipcode",
                "phone=12 | phone",
                "phone=none | phone",
                "phone=%2B12025550123 | phone",
                "phone-cc=0 | phone-cc",
                "phone-cc=one | phone-cc",
                "phone-cc=999 | phone-cc",
                "alt-phone=2025550123 | alt-phone-cc",
                "alt-phone-cc=1 | alt-phone",
                "fax-cc=1 | fax",
                "mobile=1 | mobile-cc",
                "lang-pref=e | lang-pref",
                "lang-pref=xx | lang-pref",
                "lang-pref=xx-US | lang-pref",
                "lang-pref=-US | lang-pref",
                "lang-pref=eng-US | lang-pref"
            })
    void a_field_that_is_wrong_is_named_and_nothing_is_made(String changed, String field) {
        long before = logicBoxes.rows("customer");

        Reply reply = with(signUpOf("wrong@example.com"), changed);

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.text("message")).matches("\\{" + field + "=[^=]+}");
        assertThat(logicBoxes.rows("customer")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "company", "address-line-1", "address-line-2", "city", "state", "zipcode"})
    void a_text_has_255_characters_at_most(String field) {
        assertThat(with(signUpOf("long@example.com"), field + "=" + "x".repeat(256))
                        .text("message"))
                .startsWith("{" + field + "=must be a string of at most 255 characters without control characters");
        assertThat(with(signUpOf("long." + field + "@example.com"), field + "=" + "x".repeat(255))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void no_fields_text_passes_for_another_field() {
        assertThat(with(signUpOf("comma@example.com"), "country=a,+username=b").text("message"))
                .isEqualTo("{country=must be a country code of two letters (ISO 3166-1)}");
    }

    @ParameterizedTest
    @CsvSource({
        "phone-cc=%2B1,1,2025550123",
        "phone-cc=+1,1,2025550123",
        "phone-cc=+%2B1,1,2025550123",
        "phone-cc=001,1,2025550123",
        "phone=(202)+555-0123,1,2025550123",
        "phone=202.555.0123,1,2025550123"
    })
    void phone_numbers_as_clients_write_them(String changed, String code, String number) {
        String address = "phone" + logicBoxes.rows("customer") + "@example.com";

        long id = Long.parseLong(with(signUpOf(address), changed).body());

        assertThat(details(id, "telnocc")).isEqualTo(code);
        assertThat(details(id, "telno")).isEqualTo(number);
    }

    @Test
    void other_state_takes_the_place_of_a_state_that_is_missing_or_not_applicable() {
        String without = signUpOf("state@example.com").replace("&state=Illinois", "");
        long id = Long.parseLong(
                logicBoxes.post("v2/signup", without + "&other-state=Elsewhere").body());
        assertThat(details(id, "state")).isEqualTo("Elsewhere");

        String none = signUpOf("none@example.com").replace("=Illinois", "=Not+Applicable");
        id = Long.parseLong(
                logicBoxes.post("v2/signup", none + "&other-state=Elsewhere").body());
        assertThat(details(id, "state")).isEqualTo("Elsewhere");

        String stock = signUpOf("stock@example.com").replace("=Illinois", "=Not+Applicable");
        id = Long.parseLong(
                logicBoxes.post("v2/signup", stock + "&other-state=").body());
        assertThat(details(id, "state")).isEqualTo("Not Applicable");
    }

    @Test
    void an_id_has_eight_digits_as_the_vendors_have() {
        assertThat(Long.toString(logicBoxes.signUp("eight@example.com"))).matches("[1-9][0-9]{7}");
    }

    @ParameterizedTest
    @CsvSource({"pt-br,pt", "en_GB,en", "DE-at,de", "zh-Hans-CN,zh", "fr,fr", "es-,es"})
    void the_language_of_a_tag_is_kept_as_mail_reads_it(String tag, String language) {
        long id = Long.parseLong(
                with(signUpOf("tag." + tag.toLowerCase(Locale.ROOT) + "@example.com"), "lang-pref=" + tag)
                        .body());

        assertThat(details(id, "langpref")).isEqualTo(language);
    }

    @Test
    void country_and_language_in_any_case() {
        long id = Long.parseLong(logicBoxes
                .post(
                        "v2/signup",
                        signUpOf("cases@example.com").replace("=US", "=us").replace("=en", "=DE"))
                .body());

        assertThat(details(id, "country")).isEqualTo("US");
        assertThat(details(id, "langpref")).isEqualTo("de");
    }

    @Test
    void empty_optional_parameters_are_missing_ones() {
        assertThat(logicBoxes
                        .post(
                                "v2/signup",
                                signUpOf("empty@example.com")
                                        + "&address-line-2=&address-line-3=&alt-phone-cc=&alt-phone=&fax-cc=&fax=&mobile-cc="
                                        + "&mobile=&customer-id=&other-state=")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"john.doe@example.com", "JOHN.DOE@EXAMPLE.COM", "disabled@example.com"})
    void a_username_that_somebody_has_is_named(String taken) {
        error(logicBoxes.post("v2/signup", signUpOf(taken)), 500, "{username=is taken by another customer}");
    }

    @Test
    void a_username_of_another_reseller_is_free() {
        assertThat(logicBoxes
                        .query(
                                "/api/customers/v2/signup.json",
                                "auth-userid=2&api-key=other-key&" + signUpOf("john.doe@example.com"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void of_any_number_of_sign_ups_at_once_one_makes_the_customer() {
        Client two = logicBoxes.installation.node();
        String path = "/api/customers/v2/signup.json?" + DEMO + "&" + signUpOf("race@example.com");

        List<Reply> replies = Together.run(
                32, i -> (i % 2 == 0 ? logicBoxes.client : two).exchange("POST", path, java.util.Map.of(), null));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 200)
                .allSatisfy(reply -> error(reply, 500, "{username=is taken by another customer}"));
        assertThat(logicBoxes.installation.count("select count(*) from customer where email = 'race@example.com'"))
                .isEqualTo(1);
        assertThat(
                        logicBoxes.installation.count(
                                "select count(*) from account a where not exists (select 1 from customer where account_id = a.id)"))
                .as("accounts left behind")
                .isZero();
    }

    @Test
    void names_in_any_script_are_kept() {
        String name = "J\u00f8rgen \u6f22\u5b57 O'Neil & S\u00f6hne <x>";
        long id = Long.parseLong(with(signUpOf("script@example.com"), "name=" + URLEncoder.encode(name, UTF_8))
                .body());

        assertThat(details(id, "name")).isEqualTo(name);
        assertThat(logicBoxes
                        .client
                        .get("/api/customers/details-by-id.xml?" + DEMO + "&customer-id=" + id, java.util.Map.of())
                        .body())
                .contains("O'Neil &amp; S\u00f6hne &lt;x&gt;");
    }

    @Test
    void no_password_shows_in_the_database() {
        logicBoxes.post("v2/signup", "username=canary@example.com&passwd=canary+in+the+mine&" + PROFILE);

        assertThat(logicBoxes.installation.count(
                        "select count(*) from customer c where c::text like '%canary in the mine%'"))
                .isZero();
        assertThat(logicBoxes.installation.count(
                        "select count(*) from audit_event a where a::text like '%canary in the mine%'"))
                .isZero();
    }
}

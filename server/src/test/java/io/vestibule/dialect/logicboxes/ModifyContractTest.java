package io.vestibule.dialect.logicboxes;

import static io.vestibule.dialect.logicboxes.LogicBoxes.error;
import static io.vestibule.dialect.logicboxes.LogicBoxes.failed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Client;
import io.vestibule.support.Reply;
import io.vestibule.support.StoredCustomer;
import io.vestibule.support.Together;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code modify} and {@code delete}: {@code true}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModifyContractTest {
    private final LogicBoxes logicBoxes = new LogicBoxes();

    @AfterAll
    void stop() {
        logicBoxes.close();
    }

    private Reply modify(long id, String changes) {
        return logicBoxes.post("modify", "customer-id=" + id + "&" + changes);
    }

    private Json.Object details(long id) {
        return logicBoxes.get("details-by-id", "customer-id=" + id).json();
    }

    @Test
    void true_and_what_was_given_is_changed_and_nothing_else() {
        long id = logicBoxes.signUp("some@example.com");
        Map<String, Json> before = new LinkedHashMap<>(details(id).fields());

        Reply reply = modify(id, "city=Chicago&mobile-cc=44&mobile=7700900123&lang-pref=fr");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("true");
        before.put("city", Json.of("Chicago"));
        before.put("langpref", Json.of("fr"));
        before.put("mobilenocc", Json.of("44"));
        before.put("mobileno", Json.of("7700900123"));
        assertThat(details(id).fields()).containsExactlyInAnyOrderEntriesOf(before);
    }

    @Test
    void in_xml_a_boolean() {
        long id = logicBoxes.signUp("xml@example.com");

        assertThat(logicBoxes
                        .query("/api/customers/modify.xml", LogicBoxes.DEMO + "&customer-id=" + id + "&city=Chicago")
                        .body())
                .isEqualTo("<boolean>true</boolean>");
    }

    @Test
    void a_client_that_sends_back_all_that_it_was_shown_changes_nothing() {
        Json.Object before = details(2);

        Reply reply = modify(
                2,
                "username=testtest123&name=John+Doe&company=Doe+Ltd&address-line-1=12+Station+Road&address-line-2=Flat+3"
                        + "&address-line-3=Northside&city=Springfield&state=Illinois&country=US&zipcode=AB1+2CD&phone-cc=1"
                        + "&phone=2025550123&lang-pref=en&alt-phone-cc=&alt-phone=&other-state=");

        assertThat(reply.body()).isEqualTo("true");
        assertThat(details(2)).isEqualTo(before);
        assertThat(logicBoxes.authenticate("testtest123", "correct+horse+9").status())
                .isEqualTo(200);
        assertThat(logicBoxes.rows("outbox where customer_id = 2")).isZero();
    }

    /** Whatever is stored: what came by another dialect, an import or a schema of former days, too. */
    @Test
    void modify_takes_back_what_details_showed_of_any_customer() {
        long id = StoredCustomer.of("odd@example.com")
                .profile("{\"firstName\":\"X\",\"phone\":\"442079460123\",\"mobile\":\"+44 20 7946 0000 ext. 5\","
                        + "\"fax\":\"+44 12\",\"alternativePhone\":\"+44 (0)20 7946-0001\",\"country\":\"England\","
                        + "\"state\":\"" + "s".repeat(300) + "\",\"homeAddress\":\" 1 Road \",\"company\":\"C\"}")
                .store(logicBoxes.installation);
        logicBoxes.installation.sql("update customer set language = 'xx' where id = ?", id);
        Json.Object before = details(id);

        Reply reply = logicBoxes.get( // by GET: the contract document has no form to hold such values against
                "modify",
                "customer-id=" + id + "&"
                        + Stream.of(
                                        "name:name",
                                        "username:username",
                                        "company:company",
                                        "address-line-1:address1",
                                        "state:state",
                                        "country:country",
                                        "city:city",
                                        "zipcode:zip",
                                        "lang-pref:langpref",
                                        "phone-cc:telnocc",
                                        "phone:telno",
                                        "mobile-cc:mobilenocc",
                                        "mobile:mobileno",
                                        "fax-cc:faxnocc",
                                        "fax:faxno",
                                        "alt-phone-cc:alttelnocc",
                                        "alt-phone:alttelno")
                                .map(pair -> pair.split(":"))
                                .map(pair -> pair[0] + "="
                                        + URLEncoder.encode(before.text(pair[1]).orElseThrow(), UTF_8))
                                .collect(Collectors.joining("&")));

        assertThat(reply.body()).isEqualTo("true");
        assertThat(details(id)).isEqualTo(before);
        assertThat(logicBoxes.installation.count(
                        "select count(*) from customer where id = ? and profile ->> 'alternativePhone' = '+44 (0)20 7946-0001'",
                        id))
                .isEqualTo(1);
    }

    @Test
    void a_language_as_it_is_shown_stays_the_portals() {
        long id = StoredCustomer.of("portals@example.com").store(logicBoxes.installation);

        modify(id, "lang-pref=en");
        assertThat(logicBoxes.rows("customer where language is null and id = " + id))
                .isEqualTo(1);
        modify(id, "lang-pref=pt-BR");
        assertThat(logicBoxes.rows("customer where language = 'pt' and id = " + id))
                .isEqualTo(1);
    }

    @Test
    void a_number_that_has_no_code_gets_one_with_another_number_only() {
        long id = StoredCustomer.of("codeless@example.com")
                .profile("{\"phone\":\"442079460123\"}")
                .store(logicBoxes.installation);

        error(modify(id, "phone-cc=&phone=442079460124"), 500, "{phone-cc=is required beside phone}");
        assertThat(modify(id, "phone-cc=44&phone=2079460124").body()).isEqualTo("true");
        assertThat(details(id).text("telnocc")).contains("44");
        assertThat(details(id).text("telno")).contains("2079460124");
    }

    @Test
    void username_changes_the_address_and_what_the_customer_signs_in_with() {
        long id = logicBoxes.signUp("old@example.com");

        assertThat(modify(id, "username=new@example.com").body()).isEqualTo("true");

        assertThat(details(id).text("useremail")).contains("new@example.com");
        assertThat(details(id).text("username")).contains("new@example.com");
        assertThat(logicBoxes.authenticate("new@example.com", "a+fine+long+one").status())
                .isEqualTo(200);
        failed(logicBoxes.authenticate("old@example.com", "a+fine+long+one"), 4);
        assertThat(logicBoxes.rows("outbox where purpose = 'email-changed-old' and customer_id = " + id))
                .isEqualTo(1);
    }

    @Test
    void an_address_that_somebody_signs_in_with_is_named_and_nothing_is_changed() {
        long id = logicBoxes.signUp("keeps@example.com");

        error(modify(id, "username=JOHN.DOE@example.com&city=Chicago"), 500, "{username=is taken by another customer}");
        assertThat(details(id).text("city")).contains("Springfield");
        assertThat(logicBoxes
                        .authenticate("keeps@example.com", "a+fine+long+one")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void of_many_who_want_one_address_one_gets_it() {
        long[] ids = new long[8];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = logicBoxes.signUp("wants" + i + "@example.com");
        }

        List<Reply> replies = Together.run(ids.length, i -> modify(ids[i], "username=wanted@example.com"));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 200)
                .allSatisfy(reply -> error(reply, 500, "{username=is taken by another customer}"));
    }

    @Test
    void a_name_splits_at_its_last_blank_for_the_other_dialects() {
        long id = logicBoxes.signUp("split@example.com");
        modify(id, "name=Mary+Ann+Smith");

        assertThat(logicBoxes.installation.count(
                        "select count(*) from customer where id = ? and profile ->> 'firstName' = 'Mary Ann'"
                                + " and profile ->> 'lastName' = 'Smith'",
                        id))
                .isEqualTo(1);

        modify(id, "name=Prince");
        assertThat(details(id).text("name")).contains("Prince");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "username=nobody | {username=must be an email address}",
                "country=XX&city=Chicago | {country=must be a country code of two letters (ISO 3166-1)}",
                "phone=1 | {phone-cc=is required beside phone}",
                "phone-cc=1 | {phone=is required beside phone-cc}",
                "phone-cc=1&phone=1 | {phone=must be the digits of a phone number in +1}",
                "name=+ | {name=must not be blank}",
                "lang-pref=xyz | {lang-pref=must be a language code of two letters (ISO 639-1)}",
                "fax-cc=1&fax=x&mobile-cc=0&mobile=1 | {fax=must be the digits of a phone number in +1, "
                        + "mobile-cc=must be a country calling code in digits; such as 44}"
            })
    void a_field_that_is_wrong_is_named_and_nothing_is_changed(String changes, String message) {
        Json.Object before = details(3);

        error(modify(3, changes), 500, message);

        assertThat(details(3)).isEqualTo(before);
    }

    @Test
    void a_customer_whom_nobody_knows_or_who_is_another_resellers() {
        long other = StoredCustomer.of("foreign@example.com").in(2).store(logicBoxes.installation);

        error(modify(999, "city=Chicago"), 500, "Invalid customer-id: No Entity found for Entityid: 999");
        error(modify(other, "city=Chicago"), 500, "Invalid customer-id: No Entity found for Entityid: " + other);
        error(
                logicBoxes.post("delete", "customer-id=999"),
                500,
                "Invalid customer-id: No Entity found for Entityid: 999");
        error(
                logicBoxes.post("delete", "customer-id=" + other),
                500,
                "Invalid customer-id: No Entity found for Entityid: " + other);
        assertThat(logicBoxes.rows("customer where profile ->> 'city' is null and id = " + other))
                .isEqualTo(1);
    }

    @Test
    void parameters_required() {
        for (String call : new String[] {"modify", "delete"}) {
            error(logicBoxes.post(call, ""), 500, "Required parameter missing: customer-id");
            error(logicBoxes.post(call, "customer-id=x"), 500, "Invalid value for parameter: customer-id");
        }
    }

    @Test
    void delete_true_and_nothing_of_the_customer_is_left_but_the_audit() {
        long id = logicBoxes.signUp("gone@example.com");
        String token = logicBoxes
                .client
                .post(
                        "/api/rest/portal/password-login",
                        "{\"email\":\"gone@example.com\",\"password\":\"a fine long one\"}")
                .text("access_token");

        Reply reply = logicBoxes.post("delete", "customer-id=" + id);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("true");
        assertThat(logicBoxes
                        .client
                        .get("/api/rest/portal/profile", Client.bearer(token))
                        .status())
                .isEqualTo(401);
        failed(logicBoxes.authenticate("gone@example.com", "a+fine+long+one"), 4);
        error(
                logicBoxes.post("delete", "customer-id=" + id),
                500,
                "Invalid customer-id: No Entity found for Entityid: " + id);
        assertThat(logicBoxes.rows("audit_event where event = 'user_deleted' and customer_id = " + id))
                .isEqualTo(1);
        assertThat(logicBoxes
                        .post("v2/signup", LogicBoxes.signUpOf("gone@example.com"))
                        .status())
                .as("the address is free again")
                .isEqualTo(200);
    }

    @Test
    void of_many_who_delete_one_customer_one_does() {
        long id = logicBoxes.signUp("many@example.com");

        List<Reply> replies = Together.run(16, i -> logicBoxes.post("delete", "customer-id=" + id));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
    }
}

package io.vestibule.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "Phone numbers … validated with real data". */
class PhoneNumberTest {

    @ParameterizedTest
    @CsvSource({
        "1, 2025550123, +12025550123",
        "44, 2079460123, +442079460123",
        "44, 02079460123, +442079460123", // as people dial it at home
        "44, 7700900123, +447700900123", // set aside for examples, not in use
        "39, 0612345678, +390612345678", // the 0 belongs to the number
        "91, 9876543210, +919876543210",
        "800, 12345678, +80012345678"
    })
    void a_calling_code_and_a_number_are_one_text(String code, String number, String text) {
        assertThat(PhoneNumber.ofParts(code, number)).isEqualTo(new PhoneNumber.Reading.Good(new PhoneNumber(text)));
    }

    @ParameterizedTest
    @CsvSource(value = {"999", "4", "0", "044", "+44", "''", "'44 '", "४४", "1a", "99999999999999999999"})
    void a_code_that_no_country_has_is_refused(String code) {
        assertThat(PhoneNumber.ofParts(code, "2079460123")).isInstanceOf(PhoneNumber.Reading.BadCountryCode.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 5550123", // local only
        "1, 202555012",
        "1, 202555012345",
        "44, 20",
        "44, 20 7946 0123",
        "44, 20-79460123",
        "44, ''",
        "44, +442079460123",
        "44, ٢٠٧٩٤٦٠١٢٣",
        "44, 12345678901234567890",
        "1, CALLME"
    })
    void a_number_that_no_phone_there_can_have_is_refused(String code, String number) {
        assertThat(PhoneNumber.ofParts(code, number)).isInstanceOf(PhoneNumber.Reading.BadNumber.class);
    }

    @ParameterizedTest
    @CsvSource({
        "+12025550123, 1, 2025550123",
        "+44 20 7946 0123, 44, 2079460123",
        "+44 (0)20 7946-0123, 44, 2079460123",
        "+39 06 1234 5678, 39, 0612345678",
        "2025550123, '', 2025550123",
        "020 7946 0123, '', 020 7946 0123",
        "+999 1234, '', +999 1234",
        "+1 202 555 0123 ext. 5, '', +1 202 555 0123 ext. 5",
        "'', '', ''",
        "call me, '', call me"
    })
    void any_stored_text_has_parts(String stored, String code, String number) {
        assertThat(PhoneNumber.parts(stored)).isEqualTo(new PhoneNumber.Parts(code, number));
    }

    @Test
    void a_number_of_every_country_goes_through_parts_and_back() {
        PhoneNumberUtil library = PhoneNumberUtil.getInstance();
        assertThat(library.getSupportedRegions()).hasSizeGreaterThan(200).allSatisfy(region -> {
            String text = library.format(library.getExampleNumber(region), PhoneNumberFormat.E164);
            PhoneNumber.Parts parts = PhoneNumber.parts(text);
            assertThat(PhoneNumber.ofParts(parts.countryCode(), parts.number()))
                    .isEqualTo(new PhoneNumber.Reading.Good(new PhoneNumber(text)));
        });
    }

    @Property(tries = 2000)
    void no_text_is_too_odd(@ForAll("texts") String one, @ForAll("texts") String other) {
        assertThatCode(() -> PhoneNumber.ofParts(one, other)).doesNotThrowAnyException();
        PhoneNumber.Parts parts = PhoneNumber.parts(one);
        assertThat(parts.countryCode()).matches("[0-9]{0,3}");
        if (parts.countryCode().isEmpty()) {
            assertThat(parts.number()).isEqualTo(one);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .numeric()
                .withChars("+ ().-;=,exttel:phone-context\n\0٣３ABC")
                .ofMaxLength(70);
    }

    @ParameterizedTest
    @CsvSource({
        "442079460123, +442079460123, true",
        "+44 20 7946 0123, +442079460123, true",
        "(020) 7946-0123, 020 7946 0123, true",
        "+442079460123, 442079460123, false", // says more
        "442079460124, +442079460123, false",
        "call me, call me, true",
        "1-800-FLOWERS, 1800, false",
        "'', +442079460123, false",
        "-, abc, false"
    })
    void a_text_repeats_a_number_where_it_says_no_more_than_its_digits(String text, String stored, boolean repeats) {
        assertThat(PhoneNumber.repeats(text, stored)).isEqualTo(repeats);
    }
}

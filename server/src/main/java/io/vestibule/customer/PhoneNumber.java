package io.vestibule.customer;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An international phone number.
 *
 * @param text as stored: {@code +}, the country calling code and the number, without blanks (E.164)
 */
public record PhoneNumber(String text) {
    private static final Pattern CALLING_CODE = Pattern.compile("[1-9][0-9]{0,2}");
    private static final Pattern DIGITS =
            Pattern.compile("[0-9]{1,17}"); // 15 by E.164, and a prefix that people dial at home
    private static final Pattern AS_WRITTEN = Pattern.compile("(?=.*[0-9])[+0-9 ./()-]*+");
    private static final int LONGEST_TEXT = 60;

    /** A number in the two parts that a form has fields for; the code is empty where the text doesn't tell it. */
    public record Parts(String countryCode, String number) {}

    /** What two parts turned out to be. A reason is a sentence about that part without its subject. */
    public sealed interface Reading {
        /** A number that a phone in that country may have. */
        record Good(PhoneNumber number) implements Reading {}

        /** No country has that calling code. */
        record BadCountryCode(String reason) implements Reading {}

        /** The country has the code, but no such numbers. */
        record BadNumber(String reason) implements Reading {}
    }

    /**
     * Reads a calling code and a number, both digits only; a national prefix (the 0 of 020 7946 0123) is dropped.
     *
     * <p>A number must be as long as numbers of that country are ("possible"), not of a range that is in use: countries open
     * ranges faster than servers are updated, and who has a new number must be able to sign up. The ranges set aside for
     * examples (+44 7700 900123) aren't in use either, and portals test with them.
     */
    public static Reading ofParts(String countryCode, String number) {
        if (!CALLING_CODE.matcher(countryCode).matches()
                || !Library.NUMBERS.getSupportedCallingCodes().contains(Integer.valueOf(countryCode))) {
            return new Reading.BadCountryCode("must be a country calling code in digits, such as 44");
        }
        return (DIGITS.matcher(number).matches()
                        ? parse("+" + countryCode + number)
                        : Optional.<Phonenumber.PhoneNumber>empty())
                .filter(parsed -> Library.NUMBERS.isPossibleNumberWithReason(parsed) == ValidationResult.IS_POSSIBLE)
                .<Reading>map(parsed ->
                        new Reading.Good(new PhoneNumber(Library.NUMBERS.format(parsed, PhoneNumberFormat.E164))))
                .orElseGet(() -> new Reading.BadNumber("must be the digits of a phone number in +" + countryCode));
    }

    /** The parts of any stored text: of one that isn't international the whole is the number. */
    public static Parts parts(String stored) {
        if (!stored.startsWith("+") || stored.length() > LONGEST_TEXT) {
            return new Parts("", stored);
        }
        return parse(stored)
                .filter(parsed -> !parsed.hasExtension()) // which the parts would lose
                .map(parsed -> new Parts(
                        Integer.toString(parsed.getCountryCode()),
                        Library.NUMBERS.getNationalSignificantNumber(parsed)))
                .orElseGet(() -> new Parts("", stored));
    }

    /**
     * Whether a text says of a number no more than what is stored: the same digits, however they are set, and no {@code +} that the stored
     * text lacks. Portals strip numbers to their digits on each save.
     */
    public static boolean repeats(String text, String stored) {
        return text.equals(stored)
                || (AS_WRITTEN.matcher(text).matches()
                        && digits(text).equals(digits(stored))
                        && (stored.startsWith("+") || !text.startsWith("+")));
    }

    private static String digits(String text) {
        return text.replaceAll("[^0-9]", "");
    }

    private static Optional<Phonenumber.PhoneNumber> parse(String international) {
        try {
            return Optional.of(Library.NUMBERS.parse(international, null));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /** Read at the first number (60 ms), not at the start; then each country's plan when it is first met. */
    private static final class Library {
        static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

        private Library() {}
    }
}

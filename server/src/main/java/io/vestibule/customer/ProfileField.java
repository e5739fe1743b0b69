package io.vestibule.customer;

import io.vestibule.json.Json;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a profile may hold, each with the values it takes: first Keaze's fields, in the order they are shown, then what only other
 * dialects have words for.
 */
public enum ProfileField {
    FIRST_NAME("firstName", Type.TEXT),
    LAST_NAME("lastName", Type.TEXT),
    PHONE("phone", Type.PHONE),
    DATE_OF_BIRTH("dateOfBirth", Type.DATE),
    HOME_ADDRESS("homeAddress", Type.TEXT),
    HOME_POSTCODE("homePostcode", Type.TEXT),
    WORK_ADDRESS("workAddress", Type.TEXT),
    WORK_POSTCODE("workPostcode", Type.TEXT),
    OCCUPATION("occupation", Type.TEXT),
    EMPLOYER_NAME("employerName", Type.TEXT),
    ANNUAL_HOUSEHOLD_INCOME("annualHouseholdIncome", Type.AMOUNT),
    DEPOSIT("deposit", Type.AMOUNT),
    DEPENDANTS("dependants", Type.COUNT),
    HOME_OWNERSHIP_STATUS("homeOwnershipStatus", Type.ONE_TO_FOUR),
    LIVING_CIRCUMSTANCE("livingCircumstance", Type.CHOICE),
    WORKING_CIRCUMSTANCE("workingCircumstance", Type.CHOICE),
    HOME_LOCAL_AUTHORITY("homeLocalAuthority", Type.CHOICE),
    WORK_LOCAL_AUTHORITY("workLocalAuthority", Type.CHOICE),
    ELIGIBLE_CITIZEN("eligibleCitizen", Type.YES_OR_NO),
    ARMED_FORCES_MEMBER("armedForcesMember", Type.YES_OR_NO),
    HAS_DISABILITY("hasDisability", Type.YES_OR_NO),
    KEYWORKER("keyworker", Type.YES_OR_NO),
    HOUSING_WAITING_LIST("housingWaitingList", Type.YES_OR_NO),
    COMPANY("company", Type.TEXT, false),
    PHONE_EXTENSION("phoneExtension", Type.EXTENSION, false),
    MOBILE("mobile", Type.PHONE, false),
    MOBILE_EXTENSION("mobileExtension", Type.EXTENSION, false),
    FAX("fax", Type.PHONE, false),
    FAX_EXTENSION("faxExtension", Type.EXTENSION, false),
    WORK_PHONE("workPhone", Type.PHONE, false),
    WORK_PHONE_EXTENSION("workPhoneExtension", Type.EXTENSION, false),
    ALTERNATIVE_PHONE("alternativePhone", Type.PHONE, false),
    ADDRESS_LINE_2("addressLine2", Type.TEXT, false),
    ADDRESS_LINE_3("addressLine3", Type.TEXT, false),
    CITY("city", Type.TEXT, false),
    STATE("state", Type.TEXT, false),
    COUNTRY("country", Type.COUNTRY, false),
    PIN("pin", Type.TEXT, false),
    SALES_REPRESENTATIVE("salesRepresentative", Type.TEXT, false),
    TOTAL_RECEIPTS("totalReceipts", Type.AMOUNT_TEXT, false),
    ROLE("role", Type.TEXT, false),
    EMAIL_MESSAGE_CATEGORIES("emailMessageCategories", Type.CATEGORIES, false);

    /** What a field's value must be, in words that end "The … field must be". */
    public enum Type {
        TEXT("a string of at most 255 characters without control characters"),
        PHONE("a phone number"),
        EXTENSION("at most 10 digits"),
        COUNTRY("a country code of two letters (ISO 3166-1)"),
        DATE("a date (YYYY-MM-DD)"),
        AMOUNT("a number from 0 to 999999999999 with at most two decimals"),
        AMOUNT_TEXT("a string that holds an amount with at most two decimals"),
        COUNT("a whole number from 0 to 99"),
        ONE_TO_FOUR("a whole number from 1 to 4"),
        CHOICE("an object with id and name"),
        CATEGORIES("an array of at most 100 whole numbers"),
        YES_OR_NO("true or false");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        /** What the value must be. */
        public String words() {
            return words;
        }
    }

    private static final Pattern PHONE_FORM = Pattern.compile("\\+?\\(?[0-9][0-9 ().-]{2,30}");
    private static final Pattern EXTENSION_FORM = Pattern.compile("[0-9]{1,10}");
    private static final Pattern AMOUNT_FORM = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,2})?");
    private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,9}");
    private static final DateTimeFormatter DATE_FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private final String wire;
    private final Type type;
    private final boolean shown;

    ProfileField(String wire, Type type) {
        this(wire, type, true);
    }

    ProfileField(String wire, Type type, boolean shown) {
        this.wire = wire;
        this.type = type;
        this.shown = shown;
    }

    /** The attribute's name, in the profile as on the wire. */
    public String attribute() {
        return wire;
    }

    public Type type() {
        return type;
    }

    /** Whether Keaze's customer resource has it. */
    boolean shown() {
        return shown;
    }

    /** The field of that name. */
    public static Optional<ProfileField> named(String name) {
        for (ProfileField field : values()) {
            if (field.wire.equals(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /** The value as it is stored; null if the field doesn't take it. Forms send numbers and truth values as text. */
    @Nullable
    Json accept(Json value) {
        return switch (type) {
            case TEXT -> value instanceof Json.Text(String text) && isLine(text) ? value : null;
            case PHONE -> matching(value, PHONE_FORM);
            case EXTENSION -> matching(value, EXTENSION_FORM);
            case COUNTRY ->
                value instanceof Json.Text(String text)
                        ? Country.parse(text)
                                .map(country -> Json.of(country.code()))
                                .orElse(null)
                        : null;
            case DATE -> value instanceof Json.Text(String text) && isDate(text) ? value : null;
            case AMOUNT -> number(value, AMOUNT_FORM);
            case AMOUNT_TEXT -> matching(value, AMOUNT_FORM);
            case COUNT -> number(value, Pattern.compile("[1-9]?[0-9]"));
            case ONE_TO_FOUR -> number(value, Pattern.compile("[1-4]"));
            case CHOICE -> value instanceof Json.Object choice && isChoice(choice) ? value : null;
            case CATEGORIES -> value instanceof Json.Array(List<Json> items) && areCategories(items) ? value : null;
            case YES_OR_NO -> truth(value);
        };
    }

    private static @Nullable Json matching(Json value, Pattern form) {
        return value instanceof Json.Text(String text) && form.matcher(text).matches() ? value : null;
    }

    private static boolean areCategories(List<Json> items) {
        return items.size() <= 100
                && items.stream()
                        .allMatch(item -> item instanceof Json.Number(String literal)
                                && WHOLE.matcher(literal).matches());
    }

    private static boolean isLine(String text) {
        return text.codePointCount(0, text.length()) <= 255 && text.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isDate(String text) {
        try {
            return LocalDate.parse(text, DATE_FORM).getYear() >= 1;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static @Nullable Json number(Json value, Pattern form) {
        String literal = switch (value) {
            case Json.Number(String number) -> number;
            case Json.Text(String text) -> text;
            default -> "";
        };
        return form.matcher(literal).matches() && !literal.matches("0[0-9].*") ? new Json.Number(literal) : null;
    }

    private static @Nullable Json truth(Json value) {
        return switch (value) {
            case Json.Bool bool -> bool;
            case Json.Text(String text) when text.equals("true") || text.equals("1") -> Json.Bool.TRUE;
            case Json.Text(String text) when text.equals("false") || text.equals("0") -> Json.Bool.FALSE;
            default -> null;
        };
    }

    private static boolean isChoice(Json.Object choice) {
        boolean id = (choice.get("id") instanceof Json.Number(String literal) && literal.matches("[0-9]{1,15}"))
                || choice.text("id").filter(ProfileField::isLine).isPresent();
        return id
                && choice.text("name").filter(ProfileField::isLine).isPresent()
                && choice.fields().size() == 2;
    }
}

package io.vestibule.dialect.logicboxes;

import io.vestibule.customer.PhoneNumber;
import org.jspecify.annotations.Nullable;

/** A phone number as the vendor has it: the number, and its country code in a parameter of its own. */
record PhoneParameters(
        String parameter, @Nullable String code, @Nullable String number) {

    /** Both as one international number; null if neither is there, they are as shown, or something is wrong with them. */
    @Nullable
    String read(String stored, Reasons reasons) {
        if (number != null && isShown(code == null ? "" : code, number, stored)) {
            return null;
        }
        if (code == null || number == null) {
            if (code != null || number != null) {
                reasons.add(
                        code == null ? parameter + "-cc" : parameter,
                        "is required beside " + (code == null ? parameter : parameter + "-cc"));
            }
            return null;
        }
        // Numbers come as people write them
        String digits = number.replaceAll("[ .()/-]", "");
        return switch (PhoneNumber.ofParts(bare(code), digits)) {
            case PhoneNumber.Reading.Good(PhoneNumber read) -> read.text();
            case PhoneNumber.Reading.BadCountryCode(String reason) -> {
                reasons.add(parameter + "-cc", reason);
                yield null;
            }
            case PhoneNumber.Reading.BadNumber(String reason) -> {
                reasons.add(parameter, reason);
                yield null;
            }
        };
    }

    /** Whether these are the parts that the details show of a number, which may have no code there. */
    private static boolean isShown(String code, String number, String stored) {
        PhoneNumber.Parts shown = PhoneNumber.parts(stored);
        return bare(code).equals(shown.countryCode()) && PhoneNumber.repeats(number, shown.number());
    }

    /** Clients send +91, 001 or (as + is a blank in a query) " 91". */
    private static String bare(String code) {
        return code.replaceFirst("^[+ 0]+", "");
    }
}

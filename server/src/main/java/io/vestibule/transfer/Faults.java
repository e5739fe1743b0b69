package io.vestibule.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is wrong with a record, in sentences that name its fields as its file does. */
final class Faults {
    private final Map<String, String> names;
    private final boolean lenient;
    private final List<String> refusing;
    private final List<String> odd = new ArrayList<>();

    /**
     * Of a record.
     *
     * @param lenient whether a customer may be imported without a field that is odd
     */
    Faults(Mapped record, boolean lenient) {
        this.names = record.names();
        this.lenient = lenient;
        this.refusing = new ArrayList<>(record.faults());
    }

    /** The customer can't be imported: a login, a password, or whether they may sign in. */
    void refuse(String name, String mustBe) {
        refusing.add(sentence(name, mustBe));
    }

    void refuse(String sentence) {
        refusing.add(sentence);
    }

    /** The customer can do without the field. */
    void odd(String name, String mustBe) {
        (lenient ? odd : refusing).add(sentence(name, mustBe));
    }

    /** The same, of sentences about a profile's attribute. */
    void odd(String attribute, List<String> sentences) {
        for (String sentence : sentences) {
            (lenient ? odd : refusing)
                    .add(sentence.replace("The " + attribute + " field", "The " + called(attribute) + " field"));
        }
    }

    private String sentence(String name, String mustBe) {
        return "The " + called(name) + " field must be " + mustBe + ".";
    }

    /** What the file calls a field. */
    String called(String name) {
        return names.getOrDefault(name, name);
    }

    List<String> refusing() {
        return refusing;
    }

    List<String> odd() {
        return odd;
    }
}

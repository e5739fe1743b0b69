package io.vestibule.mail;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words of a mail in one language that a portal may have as its own: plain text with places such as {@code {portal}}. The rest of a mail
 * is ours in any case: its link or code, how long that holds, and what to do if one didn't ask for it.
 *
 * @param subject      one line; null: ours
 * @param introduction the first paragraph behind the greeting; null: ours
 */
public record MailText(@Nullable String subject, @Nullable String introduction) {
    /** Nothing of its own. */
    public static final MailText NONE = new MailText(null, null);

    /** In characters. */
    public static final int LONGEST_SUBJECT = 150;

    /** In characters. */
    public static final int LONGEST_INTRODUCTION = 1000;

    /** What ends a line, or moves a reader's eye: in a header the former would begin another (RFC 5322 section 2.2). */
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}\\p{Cs}]");

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}?|}");
    private static final Pattern TAG = Pattern.compile("<[A-Za-z/!?]|&(?:#[0-9]+|[A-Za-z]+);");
    private static final Pattern LINE_END = Pattern.compile("\\s*\\R\\s*");

    public boolean isNone() {
        return subject == null && introduction == null;
    }

    /** An introduction as it was typed, as the one paragraph that it is: the ends of lines are blanks. */
    public static String paragraph(String typed) {
        return LINE_END.matcher(typed.strip()).replaceAll(" ");
    }

    /** The places that the words of such a mail may have. */
    public static List<String> places(MailPurpose purpose) {
        return purpose.needsLink() || purpose.needsCode()
                ? List.of("portal", "address", "time")
                : List.of("portal", "address");
    }

    /** Why a text can be no subject of such a mail, to follow on its name; empty if it can. */
    public static Optional<String> subjectObjection(MailPurpose purpose, String text) {
        return objection(purpose, text, LONGEST_SUBJECT);
    }

    /** Why a text can be no introduction of such a mail, to follow on its name; empty if it can. */
    public static Optional<String> introductionObjection(MailPurpose purpose, String text) {
        return objection(purpose, text, LONGEST_INTRODUCTION);
    }

    private static Optional<String> objection(MailPurpose purpose, String text, int longest) {
        if (text.isBlank()) {
            return Optional.of("must have a word");
        }
        if (text.codePointCount(0, text.length()) > longest) {
            return Optional.of("must have at most " + longest + " characters");
        }
        if (CONTROL.matcher(text).find()) {
            return Optional.of("must be one line, without control characters");
        }
        if (TAG.matcher(text).find()) {
            return Optional.of("is plain text: HTML would be shown as it stands");
        }
        List<String> places = places(purpose);
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            if (!place.group().endsWith("}") || place.group(1) == null || !places.contains(place.group(1))) {
                return Optional.of("has " + place.group() + ", and may have {" + String.join("}, {", places) + "}");
            }
        }
        return Optional.empty();
    }
}

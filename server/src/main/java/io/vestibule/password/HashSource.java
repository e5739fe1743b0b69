package io.vestibule.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.password.legacy.Peppers;
import io.vestibule.password.legacy.Preparation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a file's hashes have in common, and their texts don't tell. */
public final class HashSource {
    /** Nothing is known. */
    public static final HashSource UNKNOWN = new HashSource(Preparation.TYPED, null);

    private static final List<String> FORMS = List.of("nfc", "nfd", "nfkc", "nfkd");

    private final Preparation before;
    private final @Nullable FirebaseConfig firebase;

    private HashSource(Preparation before, @Nullable FirebaseConfig firebase) {
        this.before = before;
        this.firebase = firebase;
    }

    /**
     * What is known.
     *
     * @param form     the normal form of Unicode that the password is brought into first
     * @param hmac     the id of the secret of an HMAC-SHA-512 whose base64 is hashed in place of the password
     * @param pepper   the id of a secret that is put behind the password
     * @param firebase the project's hash parameters
     * @throws IllegalArgumentException if the form is none, or a parameter is missing; the message may be shown
     */
    public static HashSource of(
            @Nullable String form, @Nullable String hmac, @Nullable String pepper, @Nullable String firebase) {
        List<String> steps = new ArrayList<>();
        if (form != null) {
            String word = form.toLowerCase(Locale.ROOT);
            if (!FORMS.contains(word)) {
                throw new IllegalArgumentException("A normal form is nfc, nfd, nfkc or nfkd.");
            }
            steps.add(word);
        }
        if (hmac != null) {
            steps.add("hmac-sha512:" + hmac);
        }
        if (pepper != null) {
            steps.add("pepper:" + pepper);
        }
        return new HashSource(new Preparation(steps), firebase == null ? null : FirebaseConfig.parse(firebase));
    }

    /** The same for the same knowledge, and empty for none. */
    byte[] identity() {
        String steps = before.equals(Preparation.TYPED) ? "" : before.prefix();
        return (firebase == null ? steps : steps + firebase.text()).getBytes(UTF_8);
    }

    Preparation before() {
        return before;
    }

    /**
     * The text with what it lacks. One that another installation exported names a secret by that one's id: if it isn't here, the secret that
     * was told is meant.
     */
    String complete(String text, Peppers peppers) {
        if (firebase != null) {
            return firebase.complete(text);
        }
        return before.peppers().isEmpty()
                ? text
                : Preparation.before(text)
                        .filter(named -> named.isSameButForSecrets(before))
                        .filter(named -> named.peppers().stream()
                                .anyMatch(id -> peppers.secret(id).isEmpty()))
                        .map(named ->
                                before.prefix() + text.substring(named.prefix().length()))
                        .orElse(text);
    }
}

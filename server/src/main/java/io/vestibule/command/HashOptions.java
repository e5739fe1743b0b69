package io.vestibule.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.password.HashSource;
import io.vestibule.password.PepperStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a file's password hashes have in common, and their texts don't tell. */
final class HashOptions {
    private static final String HMAC = "hmac-sha512:";

    @Option(
            names = "--normalize",
            paramLabel = "FORM",
            description =
                    "Their system brings a password into this normal form of Unicode first: nfc, nfd, nfkc or nfkd.")
    private @Nullable String form;

    @Option(
            names = "--prehash",
            paramLabel = "hmac-sha512:FILE",
            description =
                    "Their system hashes base64 of an HMAC-SHA-512 of the password (Flask-Security); its secret is in"
                            + " FILE.")
    private @Nullable String prehash;

    @Option(
            names = "--pepper-file",
            paramLabel = "FILE",
            description = "Their system puts the secret in FILE behind the password (Devise). It is kept, sealed.")
    private @Nullable Path pepper;

    @Option(
            names = "--firebase-hash-config",
            paramLabel = "FILE",
            description = "The Firebase project's password hash parameters, as its console shows them.")
    private @Nullable Path firebase;

    /** As they were typed, without those that weren't. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        add(words, "--normalize", form);
        add(words, "--prehash", prehash);
        add(words, "--pepper-file", pepper);
        add(words, "--firebase-hash-config", firebase);
        return words;
    }

    private static void add(List<String> words, String option, @Nullable Object value) {
        if (value != null) {
            words.addAll(List.of(option, value.toString()));
        }
    }

    /** What they say; the secrets are kept, unless it is a dry run. */
    HashSource source(PepperStore peppers, boolean dry) {
        if (prehash != null && !prehash.startsWith(HMAC)) {
            throw new Refusal("\"" + Arguments.shown(prehash) + "\" isn't hmac-sha512: and a file.");
        }
        try {
            return HashSource.of(
                    form,
                    prehash == null ? null : kept(peppers, Path.of(prehash.substring(HMAC.length())), dry),
                    pepper == null ? null : kept(peppers, pepper, dry),
                    firebase == null ? null : Files.readString(firebase));
        } catch (IOException e) {
            throw new Refusal("A file of these can't be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), e);
        }
    }

    /** The secret is the file, but for the line's end. */
    private static String kept(PepperStore peppers, Path file, boolean dry) throws IOException {
        String secret = Files.readString(file).replaceAll("[\\r\\n]+$", "");
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("The file with the secret is empty.");
        }
        return peppers.keep(secret.getBytes(UTF_8), dry);
    }
}

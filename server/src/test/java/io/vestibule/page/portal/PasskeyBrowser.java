package io.vestibule.page.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.json.Json;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.Client;
import io.vestibule.support.SoftPasskey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A browser that does what the pages' script does: asks for options, and puts the passkey's answer into the form. */
final class PasskeyBrowser {
    static final String ORIGIN = "http://localhost:8080";

    final Browser browser;

    PasskeyBrowser(Client server) {
        this.browser = new Browser(server);
    }

    /** A passkey that most customers have, on our own pages. */
    static SoftPasskey passkey() {
        SoftPasskey passkey = SoftPasskey.synced();
        passkey.origin = ORIGIN;
        return passkey;
    }

    /** Asks for options as the page's form says, with what was typed. */
    Page ask(Page page, String action, Map<String, String> typed) {
        Map<String, String> fields = new HashMap<>(page.form(action).fields());
        fields.putAll(typed);
        return browser.post(optionsOf(page), fields);
    }

    /** Where the page's form for passkeys asks. */
    static String optionsOf(Page page) {
        List<String> found = Pattern.compile("data-options=\"([^\"]*)\"")
                .matcher(page.body())
                .results()
                .map(match -> match.group(1).replace("&amp;", "&"))
                .toList();
        assertThat(found).as(page.body()).isNotEmpty();
        return found.getFirst();
    }

    static Json.Object json(Page page) {
        return (Json.Object) Json.parse(page.body().getBytes(StandardCharsets.UTF_8));
    }

    Json.Object options(Page page, String action) {
        Page answer = ask(page, action, Map.of());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    /** Signs in at a page with a passkey, or anything else for one. */
    Page signIn(String path, SoftPasskey passkey) {
        Page page = browser.get(path);
        return send(page, passkey.get(options(page, "/sign-in/1/passkey")));
    }

    Page send(Page page, Json credential) {
        return browser.submit(page, "/sign-in/1/passkey", Map.of("credential", credential.toString()));
    }

    /** Registers a passkey at the account of who is signed in. */
    Page add(SoftPasskey passkey, Map<String, String> typed) {
        Page page = browser.get("/account/1/passkeys");
        Page options = ask(page, "/account/1/passkeys", typed);
        assertThat(options.status()).as(options.body()).isEqualTo(200);
        Map<String, String> fields = new HashMap<>(typed);
        fields.put("credential", passkey.create(json(options)).toString());
        return register(page, fields);
    }

    /** Sends the form that adds one: those for names and removal begin alike. */
    Page register(Page page, Map<String, String> typed) {
        Browser.Form form = addForm(page);
        Map<String, String> fields = new HashMap<>(form.fields());
        fields.putAll(typed);
        return browser.post(form.action(), fields);
    }

    private static Browser.Form addForm(Page page) {
        return page.forms().stream()
                .filter(form -> form.action().matches("/account/1/passkeys(\\?.*)?"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(page.body()));
    }
}

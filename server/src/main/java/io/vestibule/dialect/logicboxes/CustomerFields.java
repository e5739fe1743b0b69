package io.vestibule.dialect.logicboxes;

import io.vestibule.customer.Customer;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.LoginName;
import io.vestibule.customer.Profile;
import io.vestibule.customer.ProfileChanges;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.http.Parameters;
import io.vestibule.http.Request;
import io.vestibule.json.Json;
import io.vestibule.mail.Language;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.portal.Caller;
import io.vestibule.secret.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What sign-up and modify say of a customer, and why any of it is refused. The parameters are the vendor's, the attributes ours.
 * Nobody uses the values while there are {@link #reasons()}.
 */
final class CustomerFields {
    /** What clients send for the state where there is none; it is shown so too. */
    private static final String NO_STATE = "Not Applicable";

    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    private final Parameters parameters;
    private final Reasons reasons = new Reasons();
    private final Map<String, Json> profile = new LinkedHashMap<>();
    private @Nullable EmailAddress address;
    private @Nullable String language;

    private CustomerFields(Request request) {
        this.parameters = request.parameters();
    }

    /** All that is required must be there. */
    static CustomerFields ofNew(Caller caller, Request request, PasswordPolicy policy) {
        CustomerFields fields = new CustomerFields(request);
        CustomerParameters.REQUIRED.stream()
                .filter(parameter -> fields.given(parameter) == null)
                .filter(parameter -> !(parameter.equals("state") && fields.given("other-state") != null))
                .forEach(parameter -> fields.reasons.add(parameter, "is required"));
        fields.readAddress();
        policy.objection(fields.password(), fields.address == null ? List.of() : List.of(fields.address.value()))
                .ifPresent(sentence -> fields.reasons.add("passwd", sentence));
        fields.readProfile(caller.portal().profile(), Profile.EMPTY);
        fields.readLanguage();
        return fields;
    }

    /** Nothing need be there. Clients send back what they don't change, so whatever is as it is shown changes nothing. */
    static CustomerFields of(Caller caller, Request request, Customer now) {
        CustomerFields fields = new CustomerFields(request);
        String username = fields.given("username");
        if (username != null && !LoginName.of(username).equals(LoginName.of(CustomerDetails.username(now)))) {
            fields.readAddress();
        }
        fields.readProfile(caller.portal().profile(), now.profile());
        if (!CustomerDetails.language(now, caller.portal()).equals(fields.given("lang-pref"))) {
            fields.readLanguage();
        }
        return fields;
    }

    private void readAddress() {
        String username = given("username");
        if (username != null) {
            address = EmailAddress.parse(username).orElse(null);
            if (address == null) {
                reasons.add("username", "must be an email address");
            }
        }
    }

    private void readProfile(ProfileSchema schema, Profile now) {
        Map<String, Json> sent = new LinkedHashMap<>();
        CustomerParameters.ATTRIBUTES.forEach((parameter, attribute) -> put(sent, attribute, given(parameter), now));
        put(sent, "state", state(), now);
        CustomerParameters.PHONES.forEach(
                (parameter, attribute) -> put(sent, attribute, phone(parameter, now.text(attribute)), now));
        String name = given("name");
        if (name != null) {
            sent.putAll(now.renamed(name));
            if (name.isBlank()) {
                reasons.add("name", "must not be blank");
            }
        }
        ProfileChanges changes = schema.changes(sent, now);
        profile.putAll(changes.values());
        changes.errors()
                .forEach((attribute, sentences) -> reasons.add(CustomerParameters.of(attribute), reason(sentences)));
    }

    private void readLanguage() {
        String tag = given("lang-pref");
        language = tag == null ? null : Language.primary(tag);
        if (language != null && !LANGUAGES.contains(language)) {
            reasons.add("lang-pref", "must be a language code of two letters (ISO 639-1)");
        }
    }

    private @Nullable String state() {
        String state = given("state");
        String other = given("other-state");
        return other != null && (state == null || state.equals(NO_STATE)) ? other : state;
    }

    private @Nullable String phone(String parameter, String stored) {
        return new PhoneParameters(parameter, given(parameter + "-cc"), given(parameter)).read(stored, reasons);
    }

    private static void put(Map<String, Json> sent, String attribute, @Nullable String value, Profile now) {
        if (value != null && !value.equals(now.text(attribute))) {
            sent.put(attribute, Json.of(value));
        }
    }

    /** A sentence about an attribute without its subject, which is the parameter here. */
    private static String reason(List<String> sentences) {
        return sentences.getFirst().replaceFirst("^The \\S+ field ", "").replaceFirst("\\.$", "");
    }

    private @Nullable String given(String parameter) {
        return parameters.get(parameter) instanceof Json.Text(String value) ? value : null;
    }

    /** Why parameters are refused, in the order of the parameters. */
    Reasons reasons() {
        return reasons.inOrder(CustomerParameters.ORDER);
    }

    /** The address to sign in with; null if it isn't to change. */
    @Nullable
    EmailAddress address() {
        return address;
    }

    /** Empty if there is none. */
    Secret password() {
        String password = given("passwd");
        return Secret.of(password == null ? "" : password);
    }

    /** Two letters; null if it isn't to change. */
    @Nullable
    String language() {
        return language;
    }

    /** Attributes that were checked. */
    Map<String, Json> profile() {
        return profile;
    }
}

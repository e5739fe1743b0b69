package io.vestibule.page.portal;

import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.ProfileChanges;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.secret.Secret;
import io.vestibule.session.NewBrowserSession;
import io.vestibule.signin.PasswordSignIn;
import io.vestibule.signin.SignUp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Registering with a password. Whoever did is signed in at once; a mail asks them to verify the address. */
public final class RegisterPage {
    private static final List<String> NAMES = List.of("firstName", "lastName");
    private static final List<String> FIELDS = List.of("email", "password", "firstName", "lastName");

    private final SignUp signUp;
    private final PasswordSignIn signIn;
    private final PasswordPolicy policy;

    public RegisterPage(SignUp signUp, PasswordSignIn signIn, PasswordPolicy policy) {
        this.signUp = signUp;
        this.signIn = signIn;
        this.policy = policy;
    }

    /**
     * What the template shows.
     *
     * @param email  that was typed, or hinted at
     * @param names  that were typed, by field
     * @param faults what is wrong, by field; {@code form} for what is wrong with the whole
     */
    public record View(PageRequest page, String email, Map<String, String> names, Map<String, Fault> faults) {
        public View {
            names = Map.copyOf(names);
            faults = Map.copyOf(faults);
        }

        /** The fault of a field; null if it has none. */
        public @Nullable String fault(String field) {
            Fault fault = faults.get(field);
            return fault == null ? null : fault.in(page.words());
        }

        /** Whether to begin with a field: the first that has a fault, else the first of all. */
        public boolean beginsWith(String field) {
            return FIELDS.stream()
                    .filter(faults::containsKey)
                    .findFirst()
                    .orElse("email")
                    .equals(field);
        }

        /** A name as it was typed. */
        public String name(String field) {
            return names.getOrDefault(field, "");
        }
    }

    Answer show(PageRequest page) {
        return PageRenderer.show(
                200, "register", page, new View(page, page.query().loginHint(), Map.of(), Map.of()));
    }

    Answer take(PageRequest page) {
        Map<String, Fault> faults = new LinkedHashMap<>();
        Optional<EmailAddress> email = EmailAddress.parse(page.field("email"));
        if (email.isEmpty()) {
            faults.put("email", Fault.of("register.no_address"));
        }
        Secret password = page.secret("password");
        policy.objectionTo(password, email.map(EmailAddress::value).stream().toList())
                .ifPresent(objection -> faults.put(
                        "password", Fault.of("reset.refused." + objection.name().toLowerCase(Locale.ROOT))));
        ProfileChanges profile = page.caller().portal().profile().registration(names(page));
        profile.errors()
                .keySet()
                .forEach(field -> faults.put(
                        NAMES.contains(field) ? field : "form",
                        NAMES.contains(field)
                                ? Fault.of("register.bad_name")
                                : new Fault(
                                        "register.more",
                                        String.join(", ", profile.errors().keySet()))));
        return faults.isEmpty() ? register(page, email.orElseThrow(), password, profile) : again(422, page, faults);
    }

    private Answer register(PageRequest page, EmailAddress email, Secret password, ProfileChanges profile) {
        return switch (signUp.withPassword(
                page.caller(), email, password, profile.asNew(), page.words().language())) {
            case SignUp.Result.Registered registered -> enter(page, email, password);
            case SignUp.Result.Taken() -> again(422, page, Map.of("email", Fault.of("register.taken")));
            case SignUp.Result.Throttled(var wait) ->
                again(429, page, Map.of("form", Fault.throttled(wait))).retryAfter(wait);
        };
    }

    /** The registration stands, whatever comes of the sign-in. */
    private Answer enter(PageRequest page, EmailAddress email, Secret password) {
        return switch (signIn.openInBrowser(page.caller(), email.value(), password, page.formerCookie())) {
            case PasswordSignIn.Session.Opened(var customer, NewBrowserSession opened) -> page.enter(opened);
            case PasswordSignIn.Session.Challenged(var challenge) -> CodePage.ask(page, challenge);
            case PasswordSignIn.Session.Temporary(var customer) -> SignInPage.login(200, page, email.value(), null);
            case PasswordSignIn.Session.Refused() -> SignInPage.login(200, page, email.value(), null);
            case PasswordSignIn.Session.Throttled(var wait) ->
                SignInPage.password(429, page, email.value(), Fault.throttled(wait))
                        .retryAfter(wait);
        };
    }

    private static Map<String, Json> names(PageRequest page) {
        Map<String, Json> names = new LinkedHashMap<>();
        for (String name : NAMES) {
            if (!page.field(name).isBlank()) {
                names.put(name, Json.of(page.field(name)));
            }
        }
        return names;
    }

    private static Answer again(int status, PageRequest page, Map<String, Fault> faults) {
        Map<String, String> typed = new LinkedHashMap<>();
        NAMES.forEach(name -> typed.put(name, page.field(name)));
        return PageRenderer.show(status, "register", page, new View(page, page.field("email"), typed, faults));
    }
}

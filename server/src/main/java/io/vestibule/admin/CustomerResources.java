package io.vestibule.admin;

import static io.vestibule.operator.Action.CUSTOMER_CHANGE;
import static io.vestibule.operator.Action.CUSTOMER_CREATE;
import static io.vestibule.operator.Action.CUSTOMER_DELETE;
import static io.vestibule.operator.Action.CUSTOMER_DISABLE;
import static io.vestibule.operator.Action.CUSTOMER_READ;
import static io.vestibule.operator.Action.CUSTOMER_UNLOCK;

import io.vestibule.administration.CustomerAdministration;
import io.vestibule.administration.CustomerAdministration.Added;
import io.vestibule.administration.CustomerAdministration.Changed;
import io.vestibule.administration.CustomerAdministration.Details;
import io.vestibule.administration.CustomerAdministration.LoginTaken;
import io.vestibule.administration.CustomerAdministration.PasswordRefused;
import io.vestibule.administration.CustomerAdministration.ProfileRefused;
import io.vestibule.administration.CustomerAdministration.UnknownCustomer;
import io.vestibule.administration.CustomerAdministration.UnknownPortal;
import io.vestibule.administration.CustomerDraft;
import io.vestibule.administration.LanguageCode;
import io.vestibule.administration.LinkAdministration;
import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.administration.SignInAdministration;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerLookup;
import io.vestibule.customer.CustomerLookup.By;
import io.vestibule.customer.CustomerRecord;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.Username;
import io.vestibule.guard.GuardStore;
import io.vestibule.http.Answer;
import io.vestibule.http.Problem;
import io.vestibule.http.RequestException;
import io.vestibule.json.Json;
import io.vestibule.secret.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Customers: found, added, changed, shut out and deleted. */
final class CustomerResources {
    private static final String EMAIL_RULE = "must be an email address";
    private static final String LANGUAGE_RULE = "must be a language's two letters (ISO 639-1)";
    private static final EmailAddress PLACEHOLDER = new EmailAddress("nobody@vestibule.invalid");

    /** The parameters by which customers are looked for. */
    private static final Map<String, By> LOOKUPS = new LinkedHashMap<>(Map.of(
            "email", By.EMAIL, "username", By.USERNAME, "name", By.NAME, "lastName", By.LAST_NAME, "phone", By.PHONE));

    private final CustomerAdministration customers;
    private final PortalAdministration portals;
    private final SignInAdministration signIns;
    private final LinkAdministration links;
    private final Changes changes;

    CustomerResources(
            CustomerAdministration customers,
            PortalAdministration portals,
            SignInAdministration signIns,
            LinkAdministration links,
            Changes changes) {
        this.customers = customers;
        this.portals = portals;
        this.signIns = signIns;
        this.links = links;
        this.changes = changes;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.get("/portals/{portal}/customers", CUSTOMER_READ, this::find),
                AdminRoute.post("/portals/{portal}/customers", CUSTOMER_CREATE, this::add),
                AdminRoute.get(
                        "/customers/{customer}",
                        CUSTOMER_READ,
                        call -> Changes.shown(details(customer(call).id()))),
                AdminRoute.patch("/customers/{customer}", CUSTOMER_CHANGE, this::change),
                AdminRoute.delete("/customers/{customer}", CUSTOMER_DELETE, this::delete),
                AdminRoute.post("/customers/{customer}/password", CUSTOMER_CHANGE, this::setPassword),
                AdminRoute.post("/customers/{customer}/password-link", CUSTOMER_CHANGE, this::mailPasswordLink),
                AdminRoute.post("/customers/{customer}/disable", CUSTOMER_DISABLE, call -> disable(call, true)),
                AdminRoute.post("/customers/{customer}/enable", CUSTOMER_DISABLE, call -> disable(call, false)),
                AdminRoute.get("/customers/{customer}/lock", CUSTOMER_READ, this::lock),
                AdminRoute.delete("/customers/{customer}/lock", CUSTOMER_UNLOCK, this::unlock));
    }

    /** The customer in the path, who is of a portal of theirs. */
    Customer customer(Call call) {
        Customer customer = customers
                .byId(call.id("customer"))
                .orElseThrow(() -> AdminProblem.notFound().thrown());
        call.in(customer.portalId());
        return customer;
    }

    private Answer find(Call call) {
        long portal = call.portal();
        Page page = call.page();
        List<String> asked = LOOKUPS.keySet().stream()
                .filter(name -> call.query(name).isPresent())
                .toList();
        if (asked.size() > 1) {
            throw new RequestException(new Problem.Malformed("Look for one thing: " + String.join(", ", asked) + "."));
        }
        if (portals.portal(portal).isEmpty()) {
            throw AdminProblem.notFound().thrown();
        }
        String by = asked.isEmpty() ? null : asked.getFirst();
        Page.TextKey after = page.afterText();
        var lookup = new CustomerLookup(
                by == null ? null : LOOKUPS.get(by),
                by == null ? "" : call.query(by).orElse(""),
                after == null ? null : new CustomerLookup.After(after.text(), after.id()),
                page.read());
        return page.of(
                customers.find(portal, lookup),
                match -> json(match.customer()).build(),
                match -> new Page.TextKey(match.key(), match.customer().id()).json());
    }

    static Json.Builder json(Customer customer) {
        return Json.object()
                .put("id", customer.id())
                .put("portal", customer.portalId())
                .put("account", customer.accountId())
                .put("primary", customer.primary())
                .put("email", customer.email())
                .put("emailVerified", customer.verified())
                .put("username", customer.username())
                .put("language", customer.language())
                .put("disabled", customer.disabled())
                .put("secondFactor", customer.secondFactor())
                .put("temporaryPassword", customer.temporaryPassword())
                .put("createdAt", Values.moment(customer.createdAt()))
                .put("profile", customer.profile().attributes());
    }

    /** All that is shown of a customer. Sessions and failed sign-ins have resources of their own: they change by themselves. */
    Optional<Json> details(long customer) {
        return customers.details(customer).map(CustomerResources::json);
    }

    private static Json json(Details details) {
        CustomerRecord record = details.record();
        return json(record.customer())
                .put("verifiedAt", Values.moment(record.verifiedAt()))
                .put("disabledAt", Values.moment(record.disabledAt()))
                .put("secondFactorAt", Values.moment(record.secondFactorAt()))
                .put("passwordSetBy", record.passwordOrigin())
                .put("updatedAt", Values.moment(record.updatedAt()))
                .build();
    }

    private Answer lock(Call call) {
        return Answer.json(
                200,
                lock(customer(call).id())
                        .orElseThrow(() -> AdminProblem.notFound().thrown()));
    }

    /** What failed sign-ins came to. */
    Optional<Json> lock(long customer) {
        return customers.details(customer).map(details -> lock(details.failures()));
    }

    /** A resource of its own: a sign-in that fails changes nothing of the customer. */
    static Json lock(GuardStore.@Nullable Failures failures) {
        return Json.object()
                .put("failures", failures == null ? 0 : failures.count())
                .put("lastFailureAt", Values.moment(failures == null ? null : failures.last()))
                .put("lockedUntil", Values.moment(failures == null ? null : failures.lockedUntil()))
                .build();
    }

    private Answer add(Call call) {
        long portal = call.portal();
        Body body = call.body();
        EmailAddress email = body.required("email", EmailAddress::parse, EMAIL_RULE, PLACEHOLDER);
        Username username = body.parsed("username", Username::parse, Username.RULE);
        String password = body.text("password");
        LanguageCode language = body.parsed("language", LanguageCode::parse, LANGUAGE_RULE);
        Body profile = body.object("profile");
        Map<String, Json> attributes = profile == null ? Map.of() : profile.all();
        body.checked();
        var draft = new CustomerDraft(
                portal, email, username, password == null ? null : Secret.of(password), language, attributes);
        return switch (customers.add(draft, call.context())) {
            case Added(Customer customer) ->
                Changes.shown(201, details(customer.id()).orElseThrow())
                        .with("Location", AdminSite.ROOT + "/customers/" + customer.id());
            case UnknownPortal(long unknown) -> throw AdminProblem.notFound().thrown();
            case PasswordRefused(String sentence) ->
                throw AdminProblem.invalid("/password", sentence).thrown();
            case ProfileRefused(Map<String, List<String>> errors) -> throw refused(errors);
            case LoginTaken(String login) -> throw taken();
        };
    }

    private static AdminProblem.Thrown taken() {
        return AdminProblem.conflict("Another customer of the portal signs in with that address or username.")
                .thrown();
    }

    private static AdminProblem.Thrown refused(Map<String, List<String>> errors) {
        Map<String, List<String>> pointers = new LinkedHashMap<>();
        errors.forEach((field, sentences) -> pointers.put("/profile/" + field, sentences));
        return AdminProblem.invalid(pointers).thrown();
    }

    private Answer change(Call call) {
        Customer before = customer(call);
        long customer = before.id();
        Body body = call.body();
        body.neverCleared("profile");
        if (before.email() != null) {
            body.neverCleared("email");
        }
        if (before.username() != null) {
            body.neverCleared("username");
        }
        if (before.language() != null) {
            body.neverCleared("language");
        }
        EmailAddress email = body.parsed("email", EmailAddress::parse, EMAIL_RULE);
        Username username = body.parsed("username", Username::parse, Username.RULE);
        LanguageCode language = body.parsed("language", LanguageCode::parse, LANGUAGE_RULE);
        Body profile = body.object("profile");
        Map<String, Json> attributes = profile == null ? Map.of() : profile.all();
        body.checked();
        var wanted = new CustomerAdministration.Changes(email, username, language, attributes);
        return changes.change(call, PreconditionStore.Resource.CUSTOMER, customer, () -> details(customer), () -> {
            switch (customers.change(customer, wanted, call.context())) {
                case Changed changed -> {}
                case ProfileRefused(Map<String, List<String>> errors) -> throw refused(errors);
                case LoginTaken(String login) -> throw taken();
                case UnknownCustomer() -> throw AdminProblem.notFound().thrown();
            }
        });
    }

    private Answer delete(Call call) {
        long customer = customer(call).id();
        return changes.delete(call, PreconditionStore.Resource.CUSTOMER, customer, () -> details(customer), () -> {
            switch (customers.delete(customer, call.context())) {
                case CustomerAdministration.Deleted() -> {}
                case UnknownCustomer() -> throw AdminProblem.notFound().thrown();
            }
        });
    }

    private Answer setPassword(Call call) {
        Customer customer = customer(call);
        Body body = call.body();
        String password = body.requiredText("password");
        body.checked();
        return switch (signIns.setPassword(customer.id(), Secret.of(password), call.context())) {
            case SignInAdministration.Done() -> Call.noContent();
            case SignInAdministration.PasswordRefused(String sentence) ->
                throw AdminProblem.invalid("/password", sentence).thrown();
            case SignInAdministration.UnknownCustomer() ->
                throw AdminProblem.notFound().thrown();
        };
    }

    private Answer mailPasswordLink(Call call) {
        return switch (links.mailReset(customer(call).id(), call.context())) {
            case LinkAdministration.Mailed() -> Call.noContent();
            case LinkAdministration.NoAddress() ->
                throw AdminProblem.conflict("They have no address that a mail could go to.")
                        .thrown();
            case LinkAdministration.Disabled() ->
                throw AdminProblem.conflict("They are disabled, so that the link wouldn't be good.")
                        .thrown();
            case LinkAdministration.UnknownCustomer() ->
                throw AdminProblem.notFound().thrown();
        };
    }

    private Answer disable(Call call, boolean disabled) {
        Customer customer = customer(call);
        return switch (disabled
                ? signIns.disable(customer.id(), call.context())
                : signIns.enable(customer.id(), call.context())) {
            case SignInAdministration.Done() -> Changes.shown(details(customer.id()));
            case SignInAdministration.UnknownCustomer() ->
                throw AdminProblem.notFound().thrown();
        };
    }

    private Answer unlock(Call call) {
        Customer customer = customer(call);
        return switch (signIns.unlock(customer.id(), call.context())) {
            case SignInAdministration.Done() -> Call.noContent();
            case SignInAdministration.Unchanged() -> Call.noContent();
            case SignInAdministration.UnknownCustomer() ->
                throw AdminProblem.notFound().thrown();
        };
    }
}

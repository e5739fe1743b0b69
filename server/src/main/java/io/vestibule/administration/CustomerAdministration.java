package io.vestibule.administration;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.customer.CustomerLookup;
import io.vestibule.customer.CustomerLookupStore;
import io.vestibule.customer.CustomerRecord;
import io.vestibule.customer.CustomerStore;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.LoginName;
import io.vestibule.customer.NewCustomer;
import io.vestibule.customer.Profile;
import io.vestibule.customer.ProfileChanges;
import io.vestibule.customer.Username;
import io.vestibule.guard.GuardStore;
import io.vestibule.json.Json;
import io.vestibule.passkey.Passkey;
import io.vestibule.passkey.PasskeyStore;
import io.vestibule.portal.Portal;
import io.vestibule.portal.PortalStore;
import io.vestibule.provisioning.Contacts;
import io.vestibule.provisioning.CustomerChanges;
import io.vestibule.provisioning.CustomerSearch;
import io.vestibule.provisioning.CustomerSearchStore;
import io.vestibule.provisioning.Provisioned;
import io.vestibule.provisioning.ProvisioningStore;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an operator does with customers: adds, finds and deletes them. */
public final class CustomerAdministration {
    /** How many customers a page of {@link #list} has at most. */
    public static final int LARGEST_PAGE = 1000;

    private final PortalStore portals;
    private final CustomerStore customers;
    private final CustomerAdministrationStore store;
    private final CustomerSearchStore searches;
    private final ProvisioningStore provisioning;
    private final CustomerLookupStore lookups;
    private final GuardStore guard;
    private final PasskeyStore passkeys;
    private final Passwords passwords;

    public CustomerAdministration(
            PortalStore portals,
            CustomerStore customers,
            CustomerAdministrationStore store,
            CustomerSearchStore searches,
            ProvisioningStore provisioning,
            CustomerLookupStore lookups,
            GuardStore guard,
            PasskeyStore passkeys,
            Passwords passwords) {
        this.portals = portals;
        this.customers = customers;
        this.store = store;
        this.searches = searches;
        this.provisioning = provisioning;
        this.lookups = lookups;
        this.guard = guard;
        this.passkeys = passkeys;
        this.passwords = passwords;
    }

    /** How adding a customer ended. */
    public sealed interface AddResult {}

    /** How listing customers ended. */
    public sealed interface ListResult {}

    /** How changing a customer ended. */
    public sealed interface ChangeResult {}

    /** How deleting a customer ended. */
    public sealed interface DeleteResult {}

    /** They are there. */
    public record Added(Customer customer) implements AddResult {}

    /** There is no such portal. */
    public record UnknownPortal(long portal) implements AddResult, ListResult {}

    /** The policy refuses the password. */
    public record PasswordRefused(String sentence) implements AddResult {}

    /** The portal's schema refuses these fields of the profile, with sentences. */
    public record ProfileRefused(Map<String, List<String>> errors) implements AddResult, ChangeResult {}

    /** Another customer of the portal signs in with this address or username. */
    public record LoginTaken(String login) implements AddResult, ChangeResult {}

    /** A page of them. */
    public record Listed(Contacts contacts) implements ListResult {}

    /** They are so now. */
    public record Changed(Customer customer) implements ChangeResult {}

    /** They are gone. */
    public record Deleted() implements DeleteResult {}

    /** There is no such customer. */
    public record UnknownCustomer() implements DeleteResult, ChangeResult {}

    /** Makes a customer; all that was asked for, or nothing. Nothing is mailed. */
    public AddResult add(CustomerDraft draft, AuditContext context) {
        Secret password = draft.password();
        String username = draft.username() == null ? null : draft.username().value();
        if (password != null) {
            Optional<String> objection =
                    passwords.objection(password, draft.email().value(), username);
            if (objection.isPresent()) {
                return new PasswordRefused(objection.get());
            }
        }
        Portal portal = portals.portal(draft.portal()).orElse(null);
        if (portal == null) {
            return new UnknownPortal(draft.portal());
        }
        ProfileChanges profile = portal.profile().changes(draft.profile(), Profile.EMPTY);
        if (!profile.errors().isEmpty()) {
            return new ProfileRefused(profile.errors());
        }
        return switch (store.add(newCustomer(draft, profile.asNew()), draft.username(), context.in(portal.id()))) {
            case CustomerAdministrationStore.Added.Made(Customer customer) -> new Added(customer);
            case CustomerAdministrationStore.Added.Taken(String login) -> new LoginTaken(login);
        };
    }

    private NewCustomer newCustomer(CustomerDraft draft, Profile profile) {
        String language = draft.language() == null ? null : draft.language().value();
        Secret password = draft.password();
        return password == null
                ? NewCustomer.withoutPassword(draft.portal(), draft.email(), language, profile)
                : NewCustomer.byOperator(draft.portal(), draft.email(), passwords.hash(password), language, profile);
    }

    /** The customer with this id, whatever the portal. */
    public Optional<Customer> byId(long customer) {
        return customers.byId(customer);
    }

    /** Who in the portal signs in with this address or username. */
    public Optional<Customer> byLogin(long portal, LoginName login) {
        return store.byLogin(portal, login);
    }

    /**
     * All that an operator sees of a customer.
     *
     * @param passkeys the oldest first
     * @param failures null where none is counted
     */
    public record Details(CustomerRecord record, List<Passkey> passkeys, GuardStore.@Nullable Failures failures) {
        public Details {
            passkeys = List.copyOf(passkeys);
        }
    }

    /** All that an operator sees of a customer; empty if there is no such customer. */
    public Optional<Details> details(long customer) {
        return store.record(customer)
                .map(record -> new Details(
                        record,
                        passkeys.passkeys(customer).passkeys(),
                        guard.failures(customer).orElse(null)));
    }

    /**
     * What is to change of a customer; null leaves a part as it is.
     *
     * @param email   to sign in with, and for mail
     * @param profile attributes as they were given, which the portal's schema has yet to accept; a JSON null clears one
     */
    public record Changes(
            @Nullable EmailAddress email,
            @Nullable Username username,
            @Nullable LanguageCode language,
            Map<String, Json> profile) {}

    /** Changes a customer: all that was asked for, or nothing. */
    public ChangeResult change(long customer, Changes changes, AuditContext context) {
        Customer found = customers.byId(customer).orElse(null);
        Portal portal = found == null ? null : portals.portal(found.portalId()).orElse(null);
        if (found == null || portal == null) {
            return new UnknownCustomer();
        }
        ProfileChanges profile = portal.profile().changes(changes.profile(), found.profile());
        if (!profile.errors().isEmpty()) {
            return new ProfileRefused(profile.errors());
        }
        LanguageCode language = changes.language();
        var wanted = new CustomerChanges(
                changes.email(),
                CustomerChanges.AddressLogin.REQUIRED,
                changes.username(),
                null,
                language == null ? null : language.value(),
                profile.values());
        return switch (provisioning.change(portal.id(), customer, wanted, null, context.in(portal.id()))) {
            case Provisioned.Done(Customer changed) -> new Changed(changed);
            case Provisioned.UsernameTaken() ->
                new LoginTaken(Objects.requireNonNull(changes.username()).value());
            case Provisioned.AddressTaken() ->
                new LoginTaken(Objects.requireNonNull(changes.email()).value());
            case Provisioned.UnknownAccount() -> new UnknownCustomer();
            case Provisioned.UnknownCustomer() -> new UnknownCustomer();
        };
    }

    /** The customers of a portal that an operator looks for. */
    public List<CustomerLookup.Match> find(long portal, CustomerLookup lookup) {
        return lookups.find(portal, lookup);
    }

    /** The customers of a portal that a search asks for, by id. */
    public ListResult list(long portal, CustomerSearch search) {
        return portals.portal(portal).isEmpty()
                ? new UnknownPortal(portal)
                : new Listed(searches.search(portal, search));
    }

    /** Deletes a customer with all that is theirs; their account and the audit stay. */
    public DeleteResult delete(long customer, AuditContext context) {
        return customers
                        .byId(customer)
                        .filter(found -> store.delete(found.portalId(), customer, context.in(found.portalId())))
                        .isPresent()
                ? new Deleted()
                : new UnknownCustomer();
    }
}

package io.vestibule.dialect.sonar;

import io.vestibule.customer.Customer;
import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.Username;
import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.Validation;
import io.vestibule.json.Json;
import io.vestibule.password.PasswordPolicy;
import io.vestibule.portal.Caller;
import io.vestibule.provisioning.Contacts;
import io.vestibule.provisioning.CustomerChanges;
import io.vestibule.provisioning.Provisioned;
import io.vestibule.provisioning.Provisioning;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** "Account Contacts Endpoints", in the order of docs/dialects/sonar.md: an account's customers, managed by the portal's server. */
public final class ContactCalls {
    private static final int PAGE = 100;

    private final Provisioning provisioning;
    private final PasswordPolicy policy;

    public ContactCalls(Provisioning provisioning, PasswordPolicy policy) {
        this.provisioning = provisioning;
        this.policy = policy;
    }

    /** "Get all account contacts": "query limit (default and maximum 100) and page" */
    Answer list(Caller caller, Request request) {
        Validation fields = new Validation(request.parameters());
        int limit = (int) Math.min(PAGE, fields.optionalNumber("limit", PAGE, 1, Integer.MAX_VALUE));
        long page = fields.optionalNumber("page", 1, 1, Integer.MAX_VALUE);
        if (!fields.passed()) {
            return SonarError.fields(fields.errors());
        }
        Optional<Contacts> contacts =
                id(request, "account").flatMap(account -> provisioning.contacts(caller, account, limit, page));
        return contacts.map(found -> SonarContact.list(found, limit, page)).orElseGet(ContactCalls::unknownItem);
    }

    /** "Create account contact" */
    Answer create(Caller caller, Request request) {
        Optional<Long> account = id(request, "account");
        if (account.isEmpty()) {
            return unknownItem();
        }
        ContactFields fields = new ContactFields(request);
        fields.require("name", "email_message_categories", "primary");
        fields.requireTogether("username", "password");
        fields.requireTogether("password", "username");
        CustomerChanges contact = contact(fields, caller, null);
        Secret password = fields.newPassword("password", policy, logins(contact, null));
        return fields.passed()
                ? answer(201, provisioning.add(caller, account.get(), contact, password))
                : SonarError.fields(fields.errors());
    }

    /** "Get individual account contact" */
    Answer read(Caller caller, Request request) {
        return answer(200, find(caller, request));
    }

    /** "Update account contact": "password … Required if username is currently null, as you are creating a new account." */
    Answer update(Caller caller, Request request) {
        Provisioned found = find(caller, request);
        if (!(found instanceof Provisioned.Done(Customer customer))) {
            return answer(201, found);
        }
        ContactFields fields = new ContactFields(request);
        if (customer.username() == null) {
            fields.requireTogether("username", "password");
        }
        CustomerChanges changes = contact(fields, caller, customer);
        Secret password = fields.newPassword("password", policy, logins(changes, customer));
        return fields.passed()
                ? answer(201, provisioning.change(caller, customer.id(), changes, password))
                : SonarError.fields(fields.errors());
    }

    /** "Delete an account contact" */
    Answer delete(Caller caller, Request request) {
        Provisioned found = find(caller, request);
        if (!(found instanceof Provisioned.Done(Customer customer))) {
            return answer(200, found);
        }
        return provisioning.delete(caller, customer.id()) ? SonarContact.deleted() : unknownContact();
    }

    private Provisioned find(Caller caller, Request request) {
        Optional<Long> account = id(request, "account");
        return account.isEmpty()
                ? new Provisioned.UnknownAccount()
                : provisioning.contact(
                        caller, account.get(), id(request, "contact").orElse(0L));
    }

    private static Optional<Long> id(Request request, String segment) {
        return Digits.number(request.segment(segment));
    }

    private static CustomerChanges contact(ContactFields fields, Caller caller, @Nullable Customer now) {
        Map<String, Json> profile =
                ContactProfile.changes(fields, caller.portal().profile(), now);
        EmailAddress address = fields.address("email_address");
        Username username = fields.username("username");
        return CustomerChanges.ofContact(address, username, fields.truth("primary"), profile);
    }

    /** What the contact will sign in with. */
    private static List<String> logins(CustomerChanges changes, @Nullable Customer now) {
        String address = changes.address() != null ? changes.address().value() : now == null ? null : now.email();
        String username = changes.username() != null ? changes.username().value() : now == null ? null : now.username();
        return Stream.of(Optional.ofNullable(address), Optional.ofNullable(username))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Answer answer(int status, Provisioned result) {
        return switch (result) {
            case Provisioned.Done(Customer customer) -> SonarContact.contact(status, customer);
            case Provisioned.UnknownAccount() -> unknownItem();
            case Provisioned.UnknownCustomer() -> unknownContact();
            case Provisioned.UsernameTaken() -> taken("username");
            case Provisioned.AddressTaken() -> taken("email_address");
        };
    }

    private static Answer unknownItem() {
        return SonarError.of(new Problem.NotFound());
    }

    private static Answer unknownContact() {
        return SonarError.sentence(404, "That contact ID does not exist.");
    }

    private static Answer taken(String field) {
        return SonarError.fields(Map.of(field, List.of("The " + Validation.words(field) + " has already been taken.")));
    }
}

package io.vestibule.admin;

import static io.vestibule.administration.CustomerData.ALL;
import static io.vestibule.operator.Action.CONSENT_READ;
import static io.vestibule.operator.Action.CONSENT_WITHDRAW;
import static io.vestibule.operator.Action.CUSTOMER_EXPORT;
import static io.vestibule.operator.Action.FACTOR_READ;
import static io.vestibule.operator.Action.FACTOR_REMOVE;
import static io.vestibule.operator.Action.LINK_READ;
import static io.vestibule.operator.Action.LINK_REVOKE;
import static io.vestibule.operator.Action.MAIL_READ;
import static io.vestibule.operator.Action.PASSKEY_READ;
import static io.vestibule.operator.Action.PASSKEY_REMOVE;
import static io.vestibule.operator.Action.SESSION_END;
import static io.vestibule.operator.Action.SESSION_READ;

import io.vestibule.administration.CustomerData;
import io.vestibule.administration.CustomerData.Factors;
import io.vestibule.administration.PasskeyAdministration;
import io.vestibule.administration.SignInAdministration;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.Customer;
import io.vestibule.http.Answer;
import io.vestibule.http.Ids;
import io.vestibule.json.Json;
import io.vestibule.link.LinkAdministrationStore;
import io.vestibule.oauth.AuthorizationStore;
import io.vestibule.oauth.GrantStore;
import io.vestibule.passkey.Passkey;
import io.vestibule.session.OpenSession;
import java.util.List;

/** What hangs on a customer: sessions, second factors, passkeys, consents, links, mail; and all of it in one document. */
final class CustomerDataResources {
    private final CustomerResources customers;
    private final CustomerData data;
    private final SignInAdministration signIns;
    private final PasskeyAdministration passkeys;

    CustomerDataResources(
            CustomerResources customers,
            CustomerData data,
            SignInAdministration signIns,
            PasskeyAdministration passkeys) {
        this.customers = customers;
        this.data = data;
        this.signIns = signIns;
        this.passkeys = passkeys;
    }

    List<AdminRoute> routes() {
        String root = "/customers/{customer}";
        return List.of(
                AdminRoute.get(root + "/sessions", SESSION_READ, this::sessions),
                AdminRoute.delete(root + "/sessions", SESSION_END, this::endSessions),
                AdminRoute.delete(root + "/sessions/{session}", SESSION_END, this::endSession),
                AdminRoute.get(root + "/factors", FACTOR_READ, call -> Answer.json(200, factors(id(call)))),
                AdminRoute.delete(root + "/factors", FACTOR_REMOVE, this::removeFactors),
                AdminRoute.get(root + "/passkeys", PASSKEY_READ, call -> items(passkeys(id(call)))),
                AdminRoute.delete(root + "/passkeys/{passkey}", PASSKEY_REMOVE, this::removePasskey),
                AdminRoute.get(root + "/consents", CONSENT_READ, call -> items(consents(id(call)))),
                AdminRoute.delete(root + "/consents/{client}", CONSENT_WITHDRAW, this::withdrawConsent),
                AdminRoute.get(root + "/links", LINK_READ, this::links),
                AdminRoute.delete(root + "/links", LINK_REVOKE, this::revokeLinks),
                AdminRoute.get(root + "/mail", MAIL_READ, this::mail),
                AdminRoute.get(root + "/export", CUSTOMER_EXPORT, this::export));
    }

    private long id(Call call) {
        return customers.customer(call).id();
    }

    private static Answer items(Json items) {
        return Answer.json(200, Json.object().put("items", items).build());
    }

    private static Answer count(String name, long count) {
        return Answer.json(200, Json.object().put(name, count).build());
    }

    private Answer sessions(Call call) {
        Page page = call.page();
        Page.MomentKey after = page.afterMoment();
        OpenSession.After behind = after == null
                ? null
                : new OpenSession.After(after.at(), Ids.uuid(after.id()).orElseThrow(Page::malformed));
        return page.of(
                data.sessions(id(call), behind, page.read()),
                CustomerDataResources::json,
                session -> new Page.MomentKey(session.created(), session.id().toString()).json());
    }

    private static Json json(OpenSession session) {
        return Json.object()
                .put("id", session.id().toString())
                .put("methods", Values.texts(session.methods()))
                .put("createdAt", Values.moment(session.created()))
                .put("refreshedAt", Values.moment(session.refreshed()))
                .put("expiresAt", Values.moment(session.expires()))
                .build();
    }

    private Answer endSessions(Call call) {
        return switch (signIns.endSessions(id(call), call.context())) {
            case SignInAdministration.Ended(int sessions) -> count("ended", sessions);
            case SignInAdministration.UnknownCustomer() ->
                throw AdminProblem.notFound().thrown();
        };
    }

    private Answer endSession(Call call) {
        return gone(data.endSession(id(call), call.uuid("session"), call.context()));
    }

    private static Answer gone(boolean was) {
        if (!was) {
            throw AdminProblem.notFound().thrown();
        }
        return Call.noContent();
    }

    private Json factors(long customer) {
        Factors factors = data.factors(customer);
        return Json.object()
                .put("totp", factors.totp())
                .put("recoveryCodes", factors.recoveryCodes())
                .put("since", Values.moment(factors.since()))
                .build();
    }

    private Answer removeFactors(Call call) {
        return switch (signIns.turnSecondFactorOff(id(call), call.context())) {
            case SignInAdministration.Done() -> Call.noContent();
            case SignInAdministration.Unchanged() ->
                throw AdminProblem.notFound().thrown();
            case SignInAdministration.UnknownCustomer() ->
                throw AdminProblem.notFound().thrown();
        };
    }

    private Json passkeys(long customer) {
        return Values.list(data.passkeys(customer), CustomerDataResources::json);
    }

    private static Json json(Passkey passkey) {
        return Json.object()
                .put("id", passkey.id())
                .put("name", passkey.name())
                .put("site", passkey.site())
                .put("backedUp", Values.bool(passkey.backedUp()))
                .put("createdAt", Values.moment(passkey.created()))
                .put("lastUsedAt", Values.moment(passkey.lastUsed()))
                .build();
    }

    private Answer removePasskey(Call call) {
        return switch (passkeys.remove(id(call), call.id("passkey"), call.context())) {
            case PasskeyAdministration.RemoveResult.Done() -> Call.noContent();
            case PasskeyAdministration.RemoveResult.UnknownPasskey() ->
                throw AdminProblem.notFound().thrown();
            case PasskeyAdministration.RemoveResult.UnknownCustomer() ->
                throw AdminProblem.notFound().thrown();
        };
    }

    private Json consents(long customer) {
        return Values.list(data.consents(customer), CustomerDataResources::json);
    }

    private static Json json(AuthorizationStore.Consent consent) {
        return Json.object()
                .put("client", consent.name())
                .put("scopes", Values.texts(consent.scopes()))
                .put("givenAt", Values.moment(consent.givenAt()))
                .build();
    }

    private static Json json(GrantStore.Granted granted) {
        return Json.object()
                .put("client", granted.client())
                .put("scopes", Values.texts(granted.scopes()))
                .put("signedInAt", Values.moment(granted.signedInAt()))
                .put("expiresAt", Values.moment(granted.expiresAt()))
                .build();
    }

    private Answer withdrawConsent(Call call) {
        return gone(data.withdrawConsent(id(call), call.name("client"), call.context()));
    }

    private Answer links(Call call) {
        Page page = call.page();
        Page.MomentKey after = page.afterMoment();
        var behind = after == null ? null : new LinkAdministrationStore.After(after.at(), after.id());
        return page.of(
                data.links(id(call), behind, page.read()),
                CustomerDataResources::json,
                link -> new Page.MomentKey(link.expiresAt(), link.id()).json());
    }

    private static Json json(LinkAdministrationStore.Waiting link) {
        return Json.object()
                .put("purpose", link.purpose())
                .put("address", link.address())
                .put("expiresAt", Values.moment(link.expiresAt()))
                .build();
    }

    private Answer revokeLinks(Call call) {
        return count("revoked", data.revokeLinks(id(call), call.context()));
    }

    private Answer mail(Call call) {
        Page page = call.page();
        long before = page.afterId() == 0 ? Long.MAX_VALUE : page.afterId();
        return page.of(data.mail(id(call), before, page.read()), MailResources::json, mail -> Json.of(mail.id()));
    }

    private Answer export(Call call) {
        Customer customer = customers.customer(call);
        return Answer.json(200, export(customer, call.context()))
                .with("Content-Disposition", "attachment; filename=\"customer-" + customer.id() + ".json\"");
    }

    /** All that is kept of a customer (GDPR, articles 15 and 20), but for hashes and sealed secrets, which tell nobody anything. */
    Json export(Customer customer, AuditContext context) {
        long id = customer.id();
        Json document = Json.object()
                .put(
                        "customer",
                        customers
                                .details(id)
                                .orElseThrow(() -> AdminProblem.notFound().thrown()))
                .put("movedInAt", Values.moment(data.movedInAt(id).orElse(null)))
                .put(
                        "lock",
                        customers
                                .lock(id)
                                .orElseThrow(() -> AdminProblem.notFound().thrown()))
                .put("sessions", Values.list(data.sessions(id, ALL), CustomerDataResources::json))
                .put("factors", factors(id))
                .put("passkeys", passkeys(id))
                .put("consents", consents(id))
                .put("grants", Values.list(data.grants(id), CustomerDataResources::json))
                .put("links", Values.list(data.links(id, ALL), CustomerDataResources::json))
                .put("mail", Values.list(data.mail(id, ALL), MailResources::json))
                .put("audit", Values.list(data.audit(id), event -> AuditResources.json(event)))
                .build();
        data.exported(customer.portalId(), id, context);
        return document;
    }
}

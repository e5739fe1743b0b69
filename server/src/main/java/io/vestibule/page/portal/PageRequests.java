package io.vestibule.page.portal;

import io.vestibule.http.Answer;
import io.vestibule.http.Digits;
import io.vestibule.http.Problem;
import io.vestibule.http.Request;
import io.vestibule.http.RequestException;
import io.vestibule.http.Requester;
import io.vestibule.http.Route;
import io.vestibule.oauth.PushedRequests;
import io.vestibule.page.PageWords;
import io.vestibule.passkey.RelyingParties;
import io.vestibule.portal.Caller;
import io.vestibule.portal.Callers;
import io.vestibule.portal.Dialect;
import io.vestibule.portal.Origins;
import io.vestibule.secret.MasterKey;
import io.vestibule.session.BrowserCookie;
import io.vestibule.session.BrowserSessions;
import io.vestibule.upstream.UpstreamAwayException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Which portal's page a request is for, in which language, and whether a form is one of ours. */
public final class PageRequests {
    private final Callers callers;
    private final BrowserSessions browsers;
    private final PushedRequests pushed;
    private final FormTokens forms;
    private final BrowserCookie cookies;
    private final RelyingParties parties;
    private final String base;
    private final String origin;

    /** @param publicUrl where browsers reach the server */
    public PageRequests(
            Callers callers,
            BrowserSessions browsers,
            PushedRequests pushed,
            RelyingParties parties,
            MasterKey keys,
            URI publicUrl) {
        this.callers = callers;
        this.browsers = browsers;
        this.pushed = pushed;
        this.parties = parties;
        this.forms = new FormTokens(keys, publicUrl);
        this.cookies = new BrowserCookie(publicUrl);
        this.base = Objects.requireNonNullElse(publicUrl.getRawPath(), "");
        this.origin = Origins.of(publicUrl);
    }

    /** Shows a page to a customer. No operator who acts for them sees it. */
    Route.Handler page(Function<PageRequest, Answer> shown) {
        return pageOrActing(ofCustomers(shown));
    }

    /** Takes a customer's form, if it is one of ours. No operator who acts for them sends it. */
    Route.Handler form(Function<PageRequest, Answer> taken) {
        return formOrActing(ofCustomers(taken));
    }

    private static Function<PageRequest, Answer> ofCustomers(Function<PageRequest, Answer> call) {
        return page -> page.acting() == null
                ? call.apply(page)
                : PageRenderer.show(403, Notice.of(page, "act.refused", "account", "account.link"));
    }

    /** Shows a page to a customer, or an operator who acts for one. */
    Route.Handler pageOrActing(Function<PageRequest, Answer> shown) {
        return request -> answer(request, shown);
    }

    /** Takes a form of a customer, or of an operator who acts for one, if it is one of ours. */
    Route.Handler formOrActing(Function<PageRequest, Answer> taken) {
        return request -> answer(
                request,
                page -> forms.accepts(request, page.caller().portal().id(), page.field("form"))
                        ? taken.apply(page)
                        : PageRenderer.show(403, Notice.of(page, "problem.again", "sign-in", "page.sign_in")));
    }

    private Answer answer(Request request, Function<PageRequest, Answer> call) {
        try {
            Optional<Caller> caller = Digits.number(request.segment("portal"))
                    .flatMap(portal -> callers.browser(Dialect.OPENID, portal, request.remote(), request.id()));
            return caller.isPresent()
                    ? answer(request, caller.get(), call)
                    : Notice.of(new Problem.NotFound(), PageWords.accepted(request));
        } catch (RequestException e) {
            return Notice.of(e.problem(), PageWords.accepted(request));
        }
    }

    /** The browser gets the cookie that forms need, if it hasn't got it. */
    private Answer answer(Request request, Caller caller, Function<PageRequest, Answer> call) {
        CarriedQuery query = query(request, caller.portal().id());
        Optional<String> known = forms.cookie(request);
        String cookie = known.orElseGet(FormTokens::random);
        PageRequest page = new PageRequest(
                request,
                caller,
                query,
                PageWords.of(request, query.locales()),
                forms.token(cookie, caller.portal().id()),
                cookies,
                base,
                origin,
                parties.forOwnPages(caller.portal()).orElse(null),
                request.cookie(cookies.name(caller.portal().id()))
                        .flatMap(session -> browsers.acting(caller.portal().id(), session))
                        .orElse(null));
        Answer answer = answer(page, call);
        Answer withCookie = known.isPresent() ? answer : answer.adding("Set-Cookie", forms.write(cookie));
        return withCookie.to(
                new Requester(caller.dialect().label(), caller.portal().id(), caller.clientId()));
    }

    /** Who can't be asked for at the portal's upstream now finds the way back, with what an application asked for. */
    private static Answer answer(PageRequest page, Function<PageRequest, Answer> call) {
        try {
            return call.apply(page);
        } catch (UpstreamAwayException away) {
            return PageRenderer.show(503, Notice.of(page, "problem.later", "sign-in", "page.sign_in"))
                    .retryAfter(away.retryAfter());
        }
    }

    /** What the customer came with, with what an application pushed beforehand or signed. */
    private CarriedQuery query(Request request, long portalId) {
        CarriedQuery query = CarriedQuery.of(request);
        return query.pushed()
                .flatMap(reference -> pushed.find(reference, portalId, query.clientId()))
                .or(query::signed)
                .map(query::saying)
                .orElse(query);
    }
}

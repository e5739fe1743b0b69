package io.vestibule.diagnosis;

import io.vestibule.diagnosis.DiagnosisStore.Redirect;
import io.vestibule.portal.AllowedUrl;
import io.vestibule.portal.Portal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a portal lets a URL be: where links in mail lead, where an application has customers sent back to, which pages may call. */
final class UrlDiagnosis {
    private static final Pattern ORIGIN = Pattern.compile("(?i)(https?://[^/?#\\\\@]+)(.*)");

    private final DiagnosisStore store;
    private final boolean testMode;

    UrlDiagnosis(DiagnosisStore store, boolean testMode) {
        this.store = store;
        this.testMode = testMode;
    }

    /**
     * Says why.
     *
     * @param portals those that it may be about
     * @param all     whether there are no more
     */
    Diagnosis of(String url, List<Portal> portals, boolean all) {
        List<Finding> findings = new ArrayList<>();
        for (Portal portal : portals) {
            findings.addAll(of(url, portal));
        }
        if (portals.size() > 1) { // of many portals only what is good for one is worth a line
            findings.removeIf(finding -> finding.verdict() != Finding.Verdict.GOOD);
            if (findings.isEmpty()) {
                findings.add(Finding.refused(
                        "None of " + (all ? "" : "the first ") + portals.size()
                                + " portals lets a link lead there, an application send anybody there, or its pages call.",
                        "Choose the portal to see which rule refuses it."));
            }
        }
        return new Diagnosis("a URL", findings, List.of(), List.of());
    }

    private List<Finding> of(String url, Portal portal) {
        String in = " (portal " + portal.id() + ", " + portal.name() + ")";
        List<Finding> findings = new ArrayList<>();
        Optional<String> objection = portal.objection(url, testMode);
        findings.add(objection
                .map(sentence -> Finding.refused(
                        "Links in mail may not lead there" + in + ": " + sentence,
                        null,
                        "allowed URLs: " + allowed(portal),
                        "An owner allows it: /console/portals/" + portal.id() + "/allow-url."))
                .orElseGet(() -> Finding.good("Links in mail may lead there" + in + ".")));
        origin(url, portal, in).ifPresent(findings::add);
        List<Redirect> redirects = store.redirects(portal.id());
        List<Redirect> fitting =
                redirects.stream().filter(one -> one.uri().matches(url)).toList();
        for (Redirect one : fitting) {
            findings.add(
                    one.disabled()
                            ? Finding.refused(
                                    "The application " + one.client()
                                            + " is registered to have customers sent back there" + in
                                            + ", but it is disabled.",
                                    "An owner enables it again, on its page: " + page(portal, one) + ".")
                            : Finding.good("The application " + one.client() + " may have customers sent back there"
                                    + in + "."));
        }
        if (fitting.isEmpty()) {
            findings.add(near(url, redirects)
                    .map(one -> Finding.refused(
                            "No application may have customers sent back there" + in + ", but " + one.client() + " to "
                                    + one.uri().value() + ".",
                            null,
                            "a redirect URI must be the very same characters (RFC 9700 section 4.1.3)",
                            "Have the application ask with that one, or register this one, on its page: "
                                    + page(portal, one) + "."))
                    .orElseGet(() -> Finding.note(
                            "No application is registered to have customers sent back there" + in + ".", null)));
        }
        return findings;
    }

    /** Whether pages of the URL's origin may call (RFC 6454); of a URL with a path that is but worth knowing. */
    private Optional<Finding> origin(String url, Portal portal, String in) {
        Matcher origin = ORIGIN.matcher(url);
        if (!origin.matches()) {
            return Optional.empty();
        }
        String pages = "Pages of " + origin.group(1);
        if (portal.trustsOrigin(origin.group(1).toLowerCase(Locale.ROOT), testMode)) {
            return Optional.of(Finding.good(pages + " may call" + in + "."));
        }
        String what = pages + " may not call" + in + ": a browser keeps the answer from them, or is answered 403.";
        String rule = "the origins of the allowed URLs: " + allowed(portal);
        return Optional.of(
                origin.group(2).length() <= 1
                        ? Finding.refused(what, null, rule, "An owner allows a URL of theirs, on the portal's page.")
                        : Finding.noteSince(what, null, rule));
    }

    /** Where the console has an application. */
    private static String page(Portal portal, Redirect one) {
        return "/console/clients?portal=" + portal.id() + "&q=" + one.client();
    }

    private static String allowed(Portal portal) {
        return portal.allowedUrls().isEmpty()
                ? "none"
                : portal.allowedUrls().stream().map(AllowedUrl::url).collect(Collectors.joining(", "));
    }

    /** One that differs by what people overlook. */
    private static Optional<Redirect> near(String url, List<Redirect> redirects) {
        return redirects.stream()
                .filter(one -> loose(one.uri().value()).equals(loose(url)))
                .findFirst();
    }

    private static String loose(String url) {
        return url.toLowerCase(Locale.ROOT)
                .replaceFirst("[?#].*", "")
                .replaceFirst("^https?://(www\\.)?", "")
                .replaceFirst("^([^/]*):[0-9]+", "$1")
                .replaceFirst("/+$", "");
    }
}

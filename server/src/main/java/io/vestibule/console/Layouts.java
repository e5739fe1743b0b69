package io.vestibule.console;

import io.vestibule.administration.PortalAdministration;
import io.vestibule.http.Answer;
import io.vestibule.operator.Permissions;
import io.vestibule.operator.Permissions.Decision;
import io.vestibule.operator.Principal;
import io.vestibule.page.StaticFiles;
import io.vestibule.portal.Portal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Makes what stands around each page. */
public final class Layouts {
    /** How many portals are shown to choose from; others are chosen by their ids. */
    private static final int MOST = 100;

    private final PortalAdministration portals;
    private final StaticFiles files;
    private final String base;

    /** @param publicUrl where browsers reach the server */
    public Layouts(PortalAdministration portals, URI publicUrl) {
        this.portals = portals;
        this.files = new StaticFiles("/console/files", Layouts::resources);
        this.base = publicUrl.getPath().replaceFirst("/$", "");
    }

    StaticFiles files() {
        return files;
    }

    /** The path of the public URL, without a slash at its end. */
    String base() {
        return base;
    }

    /** Leads to a page of the console. */
    Answer goTo(String path) {
        return Answer.empty(303).with("Location", base + path);
    }

    Layout ofNobody() {
        return new Layout(
                base,
                files,
                null,
                null,
                Section.NONE,
                List.of(),
                new Layout.Choices(List.of(), false, null),
                null,
                false);
    }

    Layout of(Principal principal, Section section, PortalChoice choice) {
        Layout.Choices choices = choices(principal, choice);
        return new Layout(
                base,
                files,
                principal.name(),
                principal.role().label(),
                section,
                sections(principal),
                choices,
                choice.portal(),
                choices.shown().size() != 1);
    }

    private Layout.Choices choices(Principal principal, PortalChoice choice) {
        Long chosen = choice.portal();
        List<Portal> found = portals.list(0, MOST + 1, principal.portals().ids());
        boolean cut = found.size() > MOST;
        List<Portal> shown = new ArrayList<>(cut ? found.subList(0, MOST) : found);
        if (cut && chosen != null && shown.stream().noneMatch(portal -> portal.id() == chosen)) {
            portals.portal(chosen).ifPresent(shown::add);
        }
        return new Layout.Choices(
                shown.stream()
                        .map(portal -> new Layout.Choice(portal.id(), portal.name()))
                        .toList(),
                cut,
                choice.unknown());
    }

    /** Whether there is such a portal. */
    boolean isThere(long portal) {
        return portals.portal(portal).isPresent();
    }

    private static List<Section> sections(Principal principal) {
        return Arrays.stream(Section.values())
                .filter(section ->
                        section.action() != null && Permissions.decide(principal, section.action()) == Decision.GRANTED)
                .toList();
    }

    private static Map<String, String> resources() {
        return Map.of(
                "console.js",
                "/io/vestibule/console/console.js",
                "passkeys.js",
                "/io/vestibule/page/portal/passkeys.js",
                "htmx.js",
                webjar("htmx.org") + "/dist/htmx.min.js");
    }

    /** Where the files of a WebJar are: its version is in its Maven properties. */
    private static String webjar(String name) {
        Properties maven = new Properties();
        String file = "/META-INF/maven/org.webjars.npm/" + name + "/pom.properties";
        try (InputStream properties = Layouts.class.getResourceAsStream(file)) {
            if (properties == null) {
                throw new IllegalStateException("the jar lacks " + file);
            }
            maven.load(properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "/META-INF/resources/webjars/" + name + "/" + maven.getProperty("version");
    }
}

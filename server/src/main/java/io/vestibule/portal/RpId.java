package io.vestibule.portal;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The site that passkeys are made for: a host name, in small letters (WebAuthn Level 3 section 4, "relying party identifier"). They work
 * on its pages, on those of the names below it, and on pages of other sites that the site itself lists (section 5.11).
 */
public record RpId(String value) {
    /** Of how many sites browsers take pages from that list; they count the label of each that can be registered. */
    public static final int MOST_SITES = 5;

    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    /** Names under which countries register below the second label, as in {@code example.co.uk}. */
    private static final Set<String> REGISTRIES =
            Set.of("ac", "co", "com", "edu", "gov", "gob", "gv", "ne", "net", "nom", "or", "org");

    /** The name, if it is one: no address, and no top level domain but {@code localhost}. */
    public static Optional<RpId> parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        boolean host = NAME.matcher(name).matches()
                && (name.equals("localhost") || (name.contains(".") && !name.matches(".*\\.[0-9]+")));
        return host ? Optional.of(new RpId(name)) : Optional.empty();
    }

    /** Whether pages of this origin are of the site. */
    public boolean covers(String origin) {
        String host = host(origin);
        return host.equals(value) || host.endsWith("." + value);
    }

    /** Those of the origins that the site has to list: https, and not its own. */
    public List<String> related(Collection<AllowedUrl> urls) {
        return urls.stream()
                .filter(url -> !url.plain())
                .map(AllowedUrl::origin)
                .filter(origin -> !covers(origin))
                .distinct()
                .sorted()
                .toList();
    }

    /** How many sites these origins are of, as browsers count them. */
    public static long sites(Collection<String> origins) {
        return origins.stream().map(RpId::label).distinct().count();
    }

    /** {@code example} of {@code www.example.com} and of {@code www.example.co.uk}. */
    private static String label(String origin) {
        String[] labels = host(origin).split("\\.", -1);
        int last = labels.length - 1;
        boolean deeper = last >= 2 && labels[last].length() == 2 && REGISTRIES.contains(labels[last - 1]);
        return labels[Math.max(0, last - (deeper ? 2 : 1))];
    }

    private static String host(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

package io.vestibule.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentence that names pages of the console by their paths, which a page shows as links. */
public final class PageLinks {
    private static final Pattern PAGE =
            Pattern.compile("/console(?:/[A-Za-z0-9-]+)+(?:\\?[A-Za-z0-9=&_.-]*[A-Za-z0-9_-])?");

    private PageLinks() {}

    /**
     * A part of a sentence.
     *
     * @param page whether it is the path of a page
     */
    public record Part(String text, boolean page) {}

    /** The parts of a sentence, in their order. */
    public static List<Part> parts(String sentence) {
        List<Part> parts = new ArrayList<>();
        Matcher page = PAGE.matcher(sentence);
        int from = 0;
        while (page.find()) {
            parts.add(new Part(sentence.substring(from, page.start()), false));
            parts.add(new Part(page.group(), true));
            from = page.end();
        }
        parts.add(new Part(sentence.substring(from), false));
        return parts;
    }
}

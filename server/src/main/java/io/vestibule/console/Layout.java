package io.vestibule.console;

import io.vestibule.page.StaticFiles;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands around each page.
 *
 * @param base     the path of the public URL, without a slash at its end
 * @param files    its scripts
 * @param who      the operator's name; null where nobody is signed in
 * @param role     the role's label; null where nobody is signed in
 * @param section  where they are
 * @param sections where they may go
 * @param choices  the portals that they may choose from
 * @param portal   the one that they chose; null for all of theirs
 * @param all      whether all of theirs can be looked at together
 */
public record Layout(
        String base,
        StaticFiles files,
        @Nullable String who,
        @Nullable String role,
        Section section,
        List<Section> sections,
        Choices choices,
        @Nullable Long portal,
        boolean all) {

    /** A portal to choose. */
    public record Choice(long id, String name) {}

    /**
     * The portals to choose from.
     *
     * @param shown   the first of theirs, and the one that they chose
     * @param cut     whether there are more, which are chosen by their ids
     * @param unknown the id that was typed, and that no portal of theirs has; null for none
     */
    public record Choices(
            List<Choice> shown, boolean cut, @Nullable String unknown) {}

    /** The portals to choose from. */
    public List<Choice> portals() {
        return choices.shown();
    }

    /** The address of a page of the console, with the portal that was chosen. */
    public String to(String path) {
        return base + path + (portal == null || !all ? "" : (path.contains("?") ? "&" : "?") + "portal=" + portal);
    }

    /** The address of a page of the console, as it is. */
    public String at(String path) {
        return base + path;
    }

    /** The address of a script. */
    public String script(String name) {
        return base + files.address(name);
    }

    /** The name of a portal; its id where they have none of that id. */
    public String nameOf(long id) {
        Optional<Choice> choice =
                portals().stream().filter(portal -> portal.id() == id).findFirst();
        return choice.map(Choice::name).orElse("portal " + id);
    }
}

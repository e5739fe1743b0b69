package io.vestibule.customer;

import io.vestibule.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the profiles of a portal's customers may hold: the one judge of every value, whichever dialect, command or file it comes
 * from. Immutable.
 */
public final class ProfileSchema {
    private final Json.Object lists;

    /** @param lists the only values that a field with a list may take, by field */
    public ProfileSchema(Json.Object lists) {
        this.lists = lists;
    }

    /**
     * Checks changes to a profile that a portal's server or operator asks for: attribute to value, JSON null to clear it, an
     * empty string to leave it. Every error names an attribute that was sent.
     *
     * @param now the profile as it is; {@link Profile#EMPTY} of a customer who is about to be made
     */
    public ProfileChanges changes(Map<String, Json> sent, Profile now) {
        return ProfileChanges.of(sent, ProfileField::named, lists);
    }

    /** The same for what customers ask for themselves: an attribute that they aren't shown is unknown. */
    public ProfileChanges ownChanges(Map<String, Json> sent, Profile now) {
        return ProfileChanges.of(sent, name -> ProfileField.named(name).filter(ProfileField::shown), lists);
    }

    /** The fields that customers see and change themselves (Keaze's resource), in order. The others are the portal's servers'. */
    public List<String> shown() {
        return Arrays.stream(ProfileField.values())
                .filter(ProfileField::shown)
                .map(ProfileField::attribute)
                .toList();
    }
}

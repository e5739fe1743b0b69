package io.vestibule.provisioning;

import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.Username;
import io.vestibule.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a portal's server wants changed of a customer, or set from the start. Null leaves a thing as it is.
 *
 * @param address      the contact address; its customer's login too, if nobody else signs in with it
 * @param loginOnly    whether an address that is somebody else's login is refused
 * @param username     must be free in the portal
 * @param primary      true takes the place of the account's primary customer
 * @param language     two letters
 * @param profile      attributes that were checked; a JSON null clears one
 */
public record CustomerChanges(
        @Nullable EmailAddress address,
        boolean loginOnly,
        @Nullable Username username,
        @Nullable Boolean primary,
        @Nullable String language,
        Map<String, Json> profile) {

    /** Of a contact: many may share an address. */
    public static CustomerChanges ofContact(
            @Nullable EmailAddress address,
            @Nullable Username username,
            @Nullable Boolean primary,
            Map<String, Json> profile) {
        return new CustomerChanges(address, false, username, primary, null, profile);
    }

    /** Of somebody who signs in with the address. */
    public static CustomerChanges ofHolder(
            @Nullable EmailAddress address, @Nullable String language, Map<String, Json> profile) {
        return new CustomerChanges(address, true, null, null, language, profile);
    }
}

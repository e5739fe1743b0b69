package io.vestibule.provisioning;

import io.vestibule.customer.EmailAddress;
import io.vestibule.customer.Username;
import io.vestibule.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a portal's server wants changed of a customer, or set from the start. Null leaves a thing as it is.
 *
 * @param address      the contact address
 * @param addressLogin whether they are to sign in with the address
 * @param username     must be free in the portal
 * @param primary      true takes the place of the account's primary customer
 * @param language     two letters
 * @param profile      attributes that were checked; a JSON null clears one
 */
public record CustomerChanges(
        @Nullable EmailAddress address,
        AddressLogin addressLogin,
        @Nullable Username username,
        @Nullable Boolean primary,
        @Nullable String language,
        Map<String, Json> profile) {

    /** Whether an address is a login, too. */
    public enum AddressLogin {
        /** It is, and is refused if it is somebody else's. */
        REQUIRED,
        /** It is, unless it is somebody else's. */
        IF_FREE,
        /** It is where mail goes, and no login. */
        NEVER
    }

    /** Of a contact: many may share an address. */
    public static CustomerChanges ofContact(
            @Nullable EmailAddress address,
            @Nullable Username username,
            @Nullable Boolean primary,
            Map<String, Json> profile) {
        return new CustomerChanges(address, AddressLogin.IF_FREE, username, primary, null, profile);
    }

    /** Of somebody who signs in with the address. */
    public static CustomerChanges ofHolder(
            @Nullable EmailAddress address, @Nullable String language, Map<String, Json> profile) {
        return new CustomerChanges(address, AddressLogin.REQUIRED, null, null, language, profile);
    }

    /** The same, but that nobody signs in with the address. */
    CustomerChanges withoutAddressLogin() {
        return new CustomerChanges(address, AddressLogin.NEVER, username, primary, language, profile);
    }
}

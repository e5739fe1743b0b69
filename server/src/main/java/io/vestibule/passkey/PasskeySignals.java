package io.vestibule.passkey;

import io.vestibule.customer.Customer;
import io.vestibule.json.Json;
import io.vestibule.portal.RpId;
import java.util.List;

/**
 * What a page tells the browser's passkey managers (WebAuthn Level 3 section 5.1.10), each as the argument of the method that takes it.
 *
 * @param handle by whom authenticators know the customer
 * @param ids    every passkey of the customer for the site: managers hide for good what isn't among them, so the list is read together
 *               with the change that it follows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PasskeySignals(RpId site, byte[] handle, List<byte[]> ids) {
    public PasskeySignals {
        ids = List.copyOf(ids);
    }

    /** Of {@code signalAllAcceptedCredentials}. */
    public Json.Object allAccepted() {
        return Json.object()
                .put("rpId", site.value())
                .put("userId", Base64Url.encode(handle))
                .put(
                        "allAcceptedCredentialIds",
                        new Json.Array(ids.stream()
                                .map(Base64Url::encode)
                                .map(Json::of)
                                .toList()))
                .build();
    }

    /** Of {@code signalCurrentUserDetails}. */
    public Json.Object currentUser(Customer customer) {
        return Json.object()
                .put("rpId", site.value())
                .put("userId", Base64Url.encode(handle))
                .put("name", PasskeyOptions.name(customer))
                .put("displayName", customer.profile().fullName())
                .build();
    }

    /** Of {@code signalUnknownCredential}. */
    public static Json.Object unknown(RpId site, byte[] id) {
        return Json.object()
                .put("rpId", site.value())
                .put("credentialId", Base64Url.encode(id))
                .build();
    }
}

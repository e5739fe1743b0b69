package io.vestibule.page.portal;

import io.vestibule.customer.Customer;
import io.vestibule.json.Json;
import io.vestibule.passkey.Passkey;
import io.vestibule.passkey.PasskeySignals;
import io.vestibule.passkey.RelyingParty;
import io.vestibule.session.BrowserSessions.Found;
import io.vestibule.signin.OwnPasskeys;
import io.vestibule.signin.OwnPasskeys.Own;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A customer's passkeys, as their pages show them.
 *
 * @param site    that the pages ask for
 * @param signals what passkey managers are told, by the method that takes it
 * @param upgrade whether one may be made beside the password that was just used: there is none for the site yet
 */
public record OwnPasskeysView(String site, List<Passkey> passkeys, Map<String, String> signals, boolean upgrade) {
    public OwnPasskeysView {
        passkeys = List.copyOf(passkeys);
        signals = Map.copyOf(signals);
    }

    /** Those of who is signed in, on pages that ask for passkeys. */
    static OwnPasskeysView of(PageRequest page, Found found, OwnPasskeys own) {
        return of(page, found, own.list(page.caller(), found.customer(), page.origin()));
    }

    static OwnPasskeysView of(PageRequest page, Found found, Own own) {
        RelyingParty party = Objects.requireNonNull(page.passkeys());
        String site = party.id().value();
        boolean none =
                own.passkeys().stream().noneMatch(passkey -> passkey.site().equals(site));
        return new OwnPasskeysView(
                site, own.passkeys(), signals(own, found.customer()), none && found.passwordJustUsed());
    }

    /** Whether one of them is for the site. */
    boolean usable() {
        return passkeys.stream().anyMatch(passkey -> passkey.site().equals(site));
    }

    private static Map<String, String> signals(Own own, Customer customer) {
        PasskeySignals signals = own.signals();
        if (signals == null) {
            return Map.of();
        }
        Map<String, Json> told = new TreeMap<>();
        told.put("signalAllAcceptedCredentials", signals.allAccepted());
        told.put("signalCurrentUserDetails", signals.currentUser(customer));
        Map<String, String> texts = new TreeMap<>();
        told.forEach((method, argument) -> texts.put(method, argument.toString()));
        return texts;
    }
}

package io.vestibule.page.portal;

import io.vestibule.factor.QrImage;
import io.vestibule.factor.TotpSecret;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows on which a customer sets their app up: a secret that waits for its first code.
 *
 * @param secret  the text, shown once; null where a wrong code came for it
 * @param picture the same as SVG; null without it
 * @param fault   what is wrong with the code; null if nothing is
 */
public record AppView(
        PageRequest page,
        @Nullable String secret,
        @Nullable String picture,
        @Nullable Fault fault) {

    static AppView of(PageRequest page, TotpSecret secret, String account) {
        return new AppView(page, secret.reveal(), QrImage.svg(secret.uri(page.portal(), account)), null);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AppView[redacted]";
    }
}

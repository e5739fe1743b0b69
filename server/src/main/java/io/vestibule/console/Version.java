package io.vestibule.console;

import io.vestibule.administration.CustomerAdministration.Details;
import io.vestibule.customer.CustomerRecord;
import io.vestibule.secret.Tokens;
import java.util.HexFormat;

/** Tells one state of a thing from another, so that a form that was made from an older one changes nothing. */
final class Version {
    private Version() {}

    /** Of a customer: all that operators change; not of what each sign-in does. */
    static String of(Details details) {
        CustomerRecord record = details.record();
        return of(
                record.customer().toString(),
                String.valueOf(record.disabledAt()),
                String.valueOf(record.secondFactorAt()),
                String.valueOf(record.passwordOrigin()),
                record.updatedAt().toString(),
                details.passkeys().stream().map(passkey -> passkey.id() + " ").reduce("", String::concat));
    }

    /** Of a state that is these texts, in their order. */
    static String of(String... state) {
        return HexFormat.of().formatHex(Tokens.hash(String.join("\0", state)), 0, 8);
    }
}

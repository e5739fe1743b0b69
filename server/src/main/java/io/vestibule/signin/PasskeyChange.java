package io.vestibule.signin;

import io.vestibule.passkey.PasskeyFault;
import java.time.Duration;

/** How a change of a customer's own passkeys ended. Nothing was changed but where it was done. */
public sealed interface PasskeyChange<T> {
    record Done<T>(T value) implements PasskeyChange<T> {}

    /** A proof is wanted of this kind, and wasn't given. */
    record Wanted<T>(Enrolment.Proof proof) implements PasskeyChange<T> {}

    /** The proof is wrong, or a lock holds. */
    record Wrong<T>(Enrolment.Proof proof) implements PasskeyChange<T> {}

    /** They have no such passkey. */
    record Nothing<T>() implements PasskeyChange<T> {}

    /** Browsers would refuse the portal's passkeys on such a page. */
    record NotHere<T>() implements PasskeyChange<T> {}

    /** They have as many as they may. */
    record Full<T>(int most) implements PasskeyChange<T> {}

    /** Somebody has this passkey already. */
    record Taken<T>() implements PasskeyChange<T> {}

    /** The browser's answer isn't right. */
    record Faulty<T>(PasskeyFault fault) implements PasskeyChange<T> {}

    /** The challenge is out of date or used, or was none. */
    record Expired<T>() implements PasskeyChange<T> {}

    /** Too many attempts; nothing was verified. */
    record Throttled<T>(Duration retryAfter) implements PasskeyChange<T> {}
}

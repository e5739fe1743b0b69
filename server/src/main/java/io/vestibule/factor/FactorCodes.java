package io.vestibule.factor;

import io.vestibule.secret.KeyPurpose;
import io.vestibule.secret.MasterKey;
import io.vestibule.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Makes codes and reads those that people type. A code's form says what kind it is. */
public final class FactorCodes {
    /** How long a mailed code is good for (ASVS 6.5.5: "10 minutes for out-of-band requests"). */
    public static final Duration MAILED_CODE_LIFE = Duration.ofMinutes(10);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern APP = Pattern.compile("[0-9]{6}");
    private static final Pattern MAILED = Pattern.compile("[0-9]{8}");

    private final MasterKey keys;

    public FactorCodes(MasterKey keys) {
        this.keys = keys;
    }

    /**
     * A code that is about to be mailed.
     *
     * @param hash what the store keeps: the code is short, so the hash is keyed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Mailed(Secret code, byte[] hash) {}

    /** A new code for mail: eight digits, so that none can be taken for one of the app's. */
    public Mailed mailed(long customerId) {
        String code = String.format(Locale.ROOT, "%08d", RANDOM.nextInt(100_000_000));
        return new Mailed(Secret.of(code), keys.mac(KeyPurpose.MAIL_CODE, row(customerId), ascii(code)));
    }

    /** What a typed code comes to. Spaces and hyphens don't count. */
    public Guess guess(FactorState state, Secret typed, Collection<FactorKind> kinds) {
        String code = bare(typed);
        long customer = state.customerId();
        if (kinds.contains(FactorKind.TOTP) && APP.matcher(code).matches()) {
            OptionalLong step = step(state, typed);
            return Guess.totp(state, step.isPresent() ? step.getAsLong() : null);
        }
        if (kinds.contains(FactorKind.EMAIL) && MAILED.matcher(code).matches()) {
            return Guess.mailed(customer, keys.macs(KeyPurpose.MAIL_CODE, row(customer), ascii(code)));
        }
        return kinds.contains(FactorKind.RECOVERY)
                ? RecoveryCodes.hash(code)
                        .map(hash -> Guess.recovery(customer, hash))
                        .orElseGet(() -> Guess.wrong(customer))
                : Guess.wrong(customer);
    }

    /** The time step whose code of the app this is, later than the last accepted; empty if it is none. */
    public OptionalLong step(FactorState state, Secret typed) {
        return state.sealed() == null
                ? OptionalLong.empty()
                : open(state.customerId(), state.sealed()).accepted(bare(typed), state.now(), state.lastStep());
    }

    private static String bare(Secret typed) {
        return typed.reveal().replaceAll("[ -]", "");
    }

    /** A secret as the store keeps it, bound to its customer: it doesn't open in another's row. */
    public byte[] seal(long customerId, TotpSecret secret) {
        return keys.seal(KeyPurpose.TOTP_SECRET, secret.bytes(), row(customerId));
    }

    private TotpSecret open(long customerId, byte[] sealed) {
        return TotpSecret.of(keys.open(KeyPurpose.TOTP_SECRET, sealed, row(customerId)));
    }

    /**
     * Seals every secret anew under the current master key, so that the previous one can go.
     *
     * @return how many customers there are with one
     */
    public long reseal(TotpSecretStore store) {
        long sealed = 0;
        for (TotpSecretStore.Resealed page = store.reseal(0, this::resealed);
                page.rows() > 0;
                page = store.reseal(page.last(), this::resealed)) {
            sealed += page.rows();
        }
        return sealed;
    }

    private byte[] resealed(long customerId, byte[] sealed) {
        return seal(customerId, open(customerId, sealed));
    }

    private static byte[] row(long customerId) {
        return ByteBuffer.allocate(Long.BYTES).putLong(customerId).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

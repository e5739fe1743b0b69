package io.vestibule.passkey;

/**
 * What a signature that is right says beside.
 *
 * @param counter of signatures: a hint, no more
 */
public record PasskeyUse(long counter, boolean verified, boolean backupEligible, boolean backedUp) {}

package io.vestibule.session;

/**
 * How tokens are signed (RFC 7518 section 3.1). ES256 is small and quick to make. RS256 is what OpenID Connect has every client
 * understand (Core section 15.1), and quick to verify.
 */
public enum SigningAlgorithm {
    ES256,
    RS256
}

package io.vestibule.bench.compare;

/**
 * What a client holds of a session.
 *
 * @param access  reads the profile
 * @param refresh renews the session
 */
record Held(String access, String refresh) {}

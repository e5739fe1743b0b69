package io.vestibule.operations;

import io.helidon.logging.common.spi.LoggingProvider;

/** Tells Helidon, by the service loader, that logging is set up already: {@link Logging} does so before a server starts. */
public final class HelidonLogging implements LoggingProvider {

    @Override
    public void initialization() {
        // nothing is left to do
    }

    @Override
    public void runTime() {
        // nothing is left to do
    }
}

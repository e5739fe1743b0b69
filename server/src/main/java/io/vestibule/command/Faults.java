package io.vestibule.command;

import io.vestibule.aotcache.NoCacheException;
import io.vestibule.config.Config;
import io.vestibule.config.ConfigException;
import io.vestibule.http.CannotListenException;
import io.vestibule.secret.UnreadableException;
import io.vestibule.store.Outages;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import picocli.CommandLine;

/** Turns what went wrong into sentences that say what to do. What nobody expected keeps its stack trace. */
final class Faults implements CommandLine.IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception fault, CommandLine command, CommandLine.ParseResult parsed) {
        return tell(fault, command.getErr());
    }

    /** Returns the exit code. */
    static int tell(Exception fault, PrintWriter err) {
        switch (fault) {
            case ConfigException faults -> {
                err.println("vestibule: these settings can't be used (docs/configuration.md tells of each):");
                faults.faults().forEach(line -> err.println("  " + line));
            }
            case Refusal refusal -> err.println("vestibule: " + refusal.getMessage());
            case CannotListenException taken -> {
                String setting = "VESTIBULE_" + (taken.management() ? "MANAGEMENT" : "HTTP");
                err.println("vestibule: Can't listen on " + taken.address() + ": "
                        + (taken.isHostUnknown()
                                ? "no host has this name. Set " + setting + "_HOST to an address of this machine."
                                : "another program has the port, or the address isn't this machine's. Stop that program, or set "
                                        + setting + "_PORT to a free port."));
            }
            case NoCacheException none -> err.println("vestibule: " + none.getMessage());
            case UnreadableException unreadable -> err.println("vestibule: " + unreadable.getMessage());
            default -> {
                if (Outages.isOutage(fault)) {
                    err.println("vestibule: The database doesn't answer. Check that it runs, then try again.");
                } else {
                    err.println("vestibule: this is a fault of Vestibule itself:");
                    fault.printStackTrace(err);
                }
            }
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Opens the database, or says why it can't be opened. */
    static <T> T opening(Config config, Supplier<T> opener) {
        try {
            return opener.get();
        } catch (FlywayException e) {
            String reason = sqlCause(e).map(Faults::firstLine).orElseGet(() -> firstLine(e));
            throw new Refusal(where(config) + ": " + reason, e);
        } catch (IllegalStateException | UncheckedIOException e) {
            // The embedded server's own sentences
            throw new Refusal(firstLine(e), e);
        } catch (RuntimeException e) {
            if (Outages.isReadOnly(e)) {
                throw new Refusal(sqlCause(e).map(Faults::firstLine).orElseThrow(), e);
            }
            throw new Refusal(
                    where(config) + ": " + sqlCause(e).map(Faults::firstLine).orElseThrow(() -> e), e);
        }
    }

    private static String where(Config config) {
        return config.database().url() == null
                ? "The embedded database can't be used"
                : "The database that VESTIBULE_DATABASE_URL names can't be used; check that it runs, its name, user and password";
    }

    /** The driver's own words; the pool's say only that it waited. */
    private static Optional<Throwable> sqlCause(Throwable fault) {
        return causes(fault).filter(cause -> cause instanceof SQLException).reduce((outer, inner) -> inner);
    }

    private static Stream<Throwable> causes(Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause);
    }

    private static String firstLine(Throwable fault) {
        return String.valueOf(fault.getMessage())
                .lines()
                .findFirst()
                .orElse(fault.getClass().getSimpleName());
    }
}

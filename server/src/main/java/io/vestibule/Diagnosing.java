package io.vestibule;

import io.vestibule.audit.AuditStore;
import io.vestibule.config.Mode;
import io.vestibule.customer.CustomerAdministrationStore;
import io.vestibule.diagnosis.CustomerFindings;
import io.vestibule.diagnosis.Diagnoses;
import io.vestibule.diagnosis.DiagnosisStore;
import io.vestibule.guard.GuardStore;
import io.vestibule.guard.Lockout;
import io.vestibule.guard.RateLimiter;
import io.vestibule.portal.PortalAdministrationStore;
import io.vestibule.portal.PortalStore;
import io.vestibule.sql.Sql;
import java.time.Clock;

/** The objects that say why something was refused, for the console and the admin API. */
final class Diagnosing {
    private Diagnosing() {}

    static Diagnoses of(AdminApi.Parts parts, RateLimiter limits) {
        Sql sql = parts.sql();
        var store = new DiagnosisStore(sql);
        var audit = new AuditStore(sql);
        var lockout = new Lockout(parts.config().guard(), parts.keys());
        var findings = new CustomerFindings(
                new CustomerAdministrationStore(sql), new GuardStore(sql), audit, store, lockout, limits);
        var sources = new Diagnoses.Sources(
                store,
                findings,
                new PortalAdministrationStore(sql, new PortalStore(sql)),
                audit,
                lockout,
                parts.signingKeys(),
                limits,
                parts.refusals());
        return new Diagnoses(
                sources, parts.keys(), Clock.systemUTC(), parts.config().mode() == Mode.TEST);
    }
}

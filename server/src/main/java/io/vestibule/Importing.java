package io.vestibule;

import io.vestibule.config.ImportConfig;
import io.vestibule.password.PepperStore;
import io.vestibule.portal.PortalStore;
import io.vestibule.secret.MasterKey;
import io.vestibule.sql.Sql;
import io.vestibule.store.Database;
import io.vestibule.store.Outages;
import io.vestibule.transfer.ImportStore;
import io.vestibule.transfer.job.FileUploads;
import io.vestibule.transfer.job.ImportChangeStore;
import io.vestibule.transfer.job.ImportFileStore;
import io.vestibule.transfer.job.ImportJobStore;
import io.vestibule.transfer.job.ImportJobs;
import io.vestibule.transfer.job.ImportRunner;
import io.vestibule.transfer.job.ImportSweepStore;
import io.vestibule.transfer.job.ImportUploadStore;
import io.vestibule.transfer.job.ImportWorkStore;

/**
 * The objects of imports that the server does, as {@link Server} makes the others.
 *
 * @param jobs   what owners ask
 * @param runner what does it
 */
record Importing(ImportJobs jobs, ImportRunner runner) {

    static Importing of(Database database, ImportConfig config, MasterKey keys) {
        Sql sql = database.sql();
        // What is stored of a batch goes with it: one database for all that a run asks
        Sql patient = database.jobSql();
        var runner = new ImportRunner(
                new ImportRunner.Parts(
                        new ImportWorkStore(patient),
                        new ImportFileStore(patient),
                        new ImportStore(patient),
                        new PortalStore(patient),
                        new PepperStore(patient, keys),
                        Outages::isOutage,
                        config.kept()),
                new ImportWorkStore(sql),
                new ImportSweepStore(sql));
        var portals = new PortalStore(sql);
        var jobStore = new ImportJobStore(sql);
        var files = new ImportFileStore(sql);
        var jobs = new ImportJobs(
                new FileUploads(portals, jobStore, new ImportUploadStore(sql, config.kept()), files, runner::nudge),
                portals,
                jobStore,
                new ImportChangeStore(sql, config.kept()),
                files,
                new PepperStore(sql, keys),
                runner::nudge);
        return new Importing(jobs, runner);
    }
}

package io.vestibule.admin;

import io.vestibule.admin.AdminSite.UseCases;
import io.vestibule.administration.PreconditionStore;
import io.vestibule.sql.Sql;
import java.util.ArrayList;
import java.util.List;

/**
 * Every call of the admin API.
 *
 * @param customerData those of what is kept of a customer, which the console exports, too
 */
record AdminRoutes(List<AdminRoute> all, CustomerDataResources customerData) {
    /** @param longestUpload the largest file to be imported, in bytes */
    static AdminRoutes of(UseCases useCases, Sql sql, long longestUpload) {
        Changes changes = new Changes(new PreconditionStore(sql));
        var customers = new CustomerResources(
                useCases.customers(), useCases.portals(), useCases.signIns(), useCases.links(), changes);
        List<AdminRoute> routes = new ArrayList<>();
        routes.addAll(new PortalResources(useCases.portals(), useCases.passkeys(), useCases.actAs(), changes).routes());
        routes.addAll(new BrandingResources(useCases.portals(), useCases.branding(), changes).routes());
        routes.addAll(new MailTextResources(useCases.portals(), useCases.mailTexts(), changes).routes());
        routes.addAll(
                new MailSampleResources(useCases.mailTexts(), useCases.mailSamples(), useCases.testMail()).routes());
        routes.addAll(new UpstreamResources(useCases.upstreams(), useCases.portals(), changes).routes());
        routes.addAll(new ClientResources(useCases.clients(), useCases.portals(), changes).routes());
        routes.addAll(customers.routes());
        var data =
                new CustomerDataResources(customers, useCases.customerData(), useCases.signIns(), useCases.passkeys());
        routes.addAll(data.routes());
        routes.addAll(new ActAsResource(customers, useCases.actAs()).routes());
        routes.addAll(new MailResources(useCases.mail(), useCases.portals(), useCases.mailDue()).routes());
        routes.addAll(new AuditResources(useCases.audit()).routes());
        routes.addAll(new StatisticsResources(useCases.statistics(), useCases.outbox()).routes());
        routes.addAll(new KeyResources(useCases.keys()).routes());
        routes.addAll(new OperatorResources(useCases.operators(), changes).routes());
        routes.addAll(new ApiKeyResources(useCases.apiKeys(), changes).routes());
        routes.addAll(new ImportResources(useCases.imports(), useCases.portals(), changes).routes());
        routes.addAll(new ImportUploadResources(useCases.imports(), longestUpload).routes());
        routes.addAll(new NodeResources(useCases.health()).routes());
        routes.addAll(new TrialResources(useCases.portals(), useCases.schemaTrial()).routes());
        routes.addAll(new DiagnosisResources(useCases.diagnoses()).routes());
        return new AdminRoutes(routes, data);
    }
}

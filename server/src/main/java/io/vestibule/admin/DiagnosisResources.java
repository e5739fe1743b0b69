package io.vestibule.admin;

import static io.vestibule.operator.Action.CUSTOMER_READ;

import io.vestibule.diagnosis.Diagnoses;
import io.vestibule.diagnosis.Diagnosis;
import io.vestibule.diagnosis.Finding;
import io.vestibule.http.Answer;
import io.vestibule.json.Json;
import io.vestibule.operator.PortalScope;
import io.vestibule.secret.Secret;
import java.util.List;
import java.util.Locale;

/** Says why something was refused, as the console's box does. What is asked may be a secret, so it is in the body, and in no answer. */
final class DiagnosisResources {
    private final Diagnoses diagnoses;

    DiagnosisResources(Diagnoses diagnoses) {
        this.diagnoses = diagnoses;
    }

    List<AdminRoute> routes() {
        return List.of(AdminRoute.post("/diagnosis", CUSTOMER_READ, this::diagnose));
    }

    private Answer diagnose(Call call) {
        Body body = call.body();
        String sought = body.requiredText("sought");
        Long portal = body.number("portal", 1, Long.MAX_VALUE / 10);
        if (sought.isBlank() || sought.length() > Diagnoses.LONGEST) {
            body.refuse("sought", "must have 1 to " + Diagnoses.LONGEST + " characters");
        }
        body.checked();
        if (portal != null) {
            call.in(portal);
        }
        PortalScope scope = call.principal().portals().narrowedTo(portal);
        return Answer.json(200, json(diagnoses.of(Secret.of(sought), scope)));
    }

    private static Json json(Diagnosis diagnosis) {
        return Json.object()
                .put("kind", diagnosis.kind())
                .put("refused", diagnosis.refused())
                .put("findings", Values.list(diagnosis.findings(), DiagnosisResources::json))
                .put("customers", Values.list(diagnosis.customers(), Json::of))
                .put("events", Values.list(diagnosis.events(), AuditResources::json))
                .build();
    }

    private static Json json(Finding finding) {
        return Json.object()
                .put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT))
                .put("what", finding.what())
                .put("at", Values.moment(finding.at()))
                .put("since", Values.moment(finding.since()))
                .put("until", Values.moment(finding.until()))
                .put("rule", finding.rule())
                .put("next", finding.next())
                .build();
    }
}

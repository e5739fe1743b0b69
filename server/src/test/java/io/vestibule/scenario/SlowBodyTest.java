package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.contract.OpenApi;
import io.vestibule.support.Client;
import io.vestibule.support.Generous;
import io.vestibule.support.Installation;
import io.vestibule.support.RawConnection;
import io.vestibule.support.Reply;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A body that stops half-way, in each dialect: what its clients can read comes back, and the contract's document has it. */
class SlowBodyTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String SONAR = "/api/v1/customer_portal/auth";
    private static final String LOGICBOXES = "/api/customers/v2/authenticate.json?auth-userid=1&api-key=demo-key";
    private static final String KEAZE = "/api/rest/portal/password-login";

    @Test
    void is_408_and_for_logicboxes_the_error_status() {
        try (Installation installation = Installation.demo(Generous.limits())) {
            int port = installation.node().port();
            String basic =
                    "Authorization: " + Client.basic("demo", "demo-secret").get("Authorization") + "\r\n";
            try (RawConnection sonar = half(port, SONAR, basic);
                    RawConnection logicBoxes = half(port, LOGICBOXES, "");
                    RawConnection keaze = half(port, KEAZE, "")) {
                answers(sonar, "sonar", SONAR, 408, """
                        {"error":{"message":"The request took too long to arrive.","status_code":408}}""");
                answers(logicBoxes, "logicboxes", LOGICBOXES, 500, """
                        {"status":"ERROR","message":"The request took too long to arrive."}""");
                answers(keaze, "keaze", KEAZE, 408, """
                        {"message":"The request took too long to arrive."}""");
            }
        }
    }

    private static RawConnection half(int port, String path, String headers) {
        return new RawConnection(port)
                .write("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FORM + "\r\n" + headers
                        + "Content-Length: 100\r\n\r\nusername=");
    }

    private static void answers(RawConnection connection, String contract, String path, int status, String body) {
        Reply reply = connection.read();
        assertThat(reply.body()).isEqualTo(body);
        assertThat(reply.status()).isEqualTo(status);
        OpenApi.of(contract).check("POST", path, FORM, "username=", status, Map.copyOf(reply.headers()), body);
    }
}

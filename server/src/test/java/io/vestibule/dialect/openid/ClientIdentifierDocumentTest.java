package io.vestibule.dialect.openid;

import static io.vestibule.dialect.openid.OpenId.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A {@code client_id} that is the address of a document (OAuth Client ID Metadata Document): nothing is fetched. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientIdentifierDocumentTest {
    private final OpenId openId = new OpenId();

    @AfterAll
    void stop() {
        openId.close();
    }

    private Reply authorize(String clientId) {
        return openId.authorize(openId.browser(OpenId.JOHN), request("client_id", clientId));
    }

    @Test
    void the_page_says_that_it_is_not_fetched_and_that_the_application_has_to_be_registered() {
        Reply refused = authorize("https://app.example.com/oauth/client.json");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Location")).isNull();
        assertThat(refused.body()).contains("client identifier document", "is never fetched", "registered");
        assertThat(authorize("nobody").body())
                .doesNotContain("identifier document")
                .contains("is of no application");
    }
}

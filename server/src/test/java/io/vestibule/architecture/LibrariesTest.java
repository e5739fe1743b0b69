package io.vestibule.architecture;

import static io.vestibule.architecture.ArchitectureTest.name;
import static io.vestibule.architecture.ArchitectureTest.only;
import static io.vestibule.architecture.ArchitectureTest.packageOf;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each library is known to one package alone. */
class LibrariesTest {
    @Test
    void only_http_knows_its_server() {
        only(
                "io.vestibule.http.server",
                c -> Set.of("http", "http.server").contains(packageOf(c))
                        || Set.of("Metrics", "Rejections", "AuditResources").contains(name(c)));
    }

    @Test
    void only_pages_and_mail_know_templates() {
        only("gg.jte", c -> Set.of("page", "page.portal", "mail").contains(packageOf(c)));
    }

    @Test
    void only_second_factors_know_qr_codes() {
        only("io.nayuki", c -> packageOf(c).equals("factor"));
    }

    @Test
    void only_commands_know_picocli() {
        only("picocli", c -> packageOf(c).equals("command") || name(c).equals("Main"));
    }

    @Test
    void only_mail_knows_smtp_and_only_sessions_know_tokens() {
        only("org.eclipse.angus", c -> packageOf(c).equals("mail"));
        only("jakarta.mail", c -> packageOf(c).equals("mail"));
        only("com.nimbusds", c -> packageOf(c).equals("session"));
    }

    @Test
    void only_passkeys_know_webauthn() {
        only("com.webauthn4j", c -> name(c).equals("WebAuthnLibrary"));
    }

    @Test
    void only_schema_and_phone_numbers_know_their_libraries() {
        only("dev.harrel", c -> packageOf(c).equals("schema"));
        only("com.google.i18n", c -> name(c).equals("PhoneNumber"));
    }
}

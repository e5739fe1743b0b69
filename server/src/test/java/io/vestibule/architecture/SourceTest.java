package io.vestibule.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no class file tells: the length of files, the comments of packages, the branches of switches. */
class SourceTest {
    private static final Path FOLDER = Path.of("src/main/java/io/vestibule");
    private static final Map<String, String> SOURCES = read();

    /** "Files mostly under 120 lines": these are over 150. Another one wants a reason. */
    private static final Set<String> LONG = Set.of(
            "command/ImportCommand.java", // an option a field
            "command/OAuthOptions.java", // an option a field
            "demo/DemoStore.java",
            "Server.java", // the one place where everything is made
            "http/Answer.java", // a kind of body a method
            "http/MultipartForm.java", // the grammar of a form
            "http/Edge.java", // every step of every request
            "http/server/ChunkedReader.java", // the grammar of chunks
            "http/server/Connection.java", // every step of every connection
            "http/server/Connections.java",
            "http/server/HeadParser.java", // the grammar of a head
            "http/server/RequestContent.java",
            "idempotency/KeptAnswers.java", // every step of every request
            "link/LinkStore.java", // a statement a purpose
            "portal/ApiClientAdministrationStore.java", // a statement a verb
            "portal/PortalAdministrationStore.java", // a statement a verb
            "administration/PortalAdministration.java", // a verb a method, each with its results
            "administration/CustomerAdministration.java",
            "administration/ClientAdministration.java",
            "administration/ClientRules.java", // a rule a method
            "customer/CustomerStore.java",
            "customer/CustomerAdministrationStore.java",
            "customer/ProfileSchema.java", // which attributes there are, and what each may hold
            "provisioning/ProvisioningStore.java",
            "dialect/logicboxes/CustomerFields.java", // every parameter of sign-up
            "command/CustomerCommand.java", // a command a method
            "command/PortalCommand.java",
            "command/Vestibule.java", // a command a line
            "config/Settings.java",
            "json/Json.java",
            "mail/MailRenderer.java",
            "mail/MailSender.java", // what starts, stops and pauses the connections
            "mail/OutboxAdministrationStore.java", // a statement a verb
            "mail/OutboxStore.java", // a statement a verb
            "mail/Round.java", // what each outcome does to a mail and to the others
            "oauth/OAuthClientStore.java",
            "oauth/LogoutNotifier.java", // what starts, tells and pauses
            "operations/Metrics.java", // a figure a line
            "password/HashPool.java",
            "password/argon2/Argon2Library.java", // each C function and how it is called
            "password/StoredHash.java", // a scheme a case
            "password/legacy/Pbkdf2Texts.java", // a spelling a method
            "password/legacy/Preparation.java", // a step a case
            "password/PasswordHasher.java",
            "factor/FactorStore.java",
            "passkey/PasskeyRegistrationStore.java",
            "passkey/PasskeyStore.java", // a statement a verb
            "command/PasskeyPolicyOptions.java", // an option a part
            "signin/OwnPasskeys.java", // each call with its results
            "signin/PasskeyProofStore.java", // the statement that decides
            "signin/PasskeySignIn.java",
            "signin/RateLimits.java", // the table of guards
            "dialect/keaze/PasskeyCalls.java",
            "page/portal/PasskeysPage.java", // each change with its results
            "factor/EnrolmentStore.java",
            "signin/Enrolment.java",
            "signin/LinkRequests.java",
            "signin/PasswordProof.java", // each way in which a proof ends
            "signin/PasswordProofStore.java",
            "signin/PasswordSignIn.java", // a grant a method
            "oauth/AuthorizationStore.java",
            "operator/ActAsLinkStore.java", // the statement that decides
            "dialect/openid/AuthorizationParameters.java", // a parameter a method
            "dialect/openid/AuthorizationParser.java",
            "dialect/openid/AuthorizeEndpoint.java", // where each outcome leads
            "oauth/OAuthTokens.java", // a kind of token a method
            "oauth/RedirectUri.java", // each URI that is refused
            "oauth/TokenGrants.java",
            "oauth/CodeStore.java",
            "oauth/GrantStore.java",
            "dialect/openid/OpenIdSite.java", // every route
            "command/Installation.java",
            "command/OperatorCommand.java", // a command a method
            "AdminApi.java", // where all of it is made
            "console/Overview.java", // each figure
            "console/EventWords.java", // an event a line
            "admin/AdminProblem.java", // a problem a method
            "audit/StatisticsStore.java", // a question a method
            "admin/AuditResources.java", // a parameter a line
            "audit/AuditSearch.java", // which index serves which search
            "console/AuditPage.java", // a field a line
            "admin/AdminSite.java", // every step of every call
            "admin/Body.java", // a type a method
            "admin/ClientMetadataJson.java", // a member a line
            "admin/ClientResources.java", // a call a method, each with its results
            "admin/CustomerDataResources.java",
            "admin/CustomerResources.java",
            "admin/OperatorResources.java",
            "admin/PortalResources.java",
            "administration/OperatorAdministration.java", // a verb a method, each with its results
            "operator/OperatorStore.java", // a statement a verb
            "operator/OperatorSignIn.java",
            "operator/OperatorSignInStore.java", // the statements before the decision
            "operator/OperatorFactorStore.java", // the statements that decide
            "operator/OperatorRegistrationStore.java",
            "session/SessionStore.java",
            "session/RotationStore.java",
            "session/SigningKey.java", // an algorithm a case
            "session/SigningKeys.java", // who waits for whom
            "schema/JsonSchema.java", // a keyword a case
            "sql/Batcher.java",
            "sql/Statement.java", // a type a method
            "store/Database.java", // how it is opened, pooled and watched
            "store/PostgresConnections.java",
            "store/PostgresProcess.java",
            "store/RequestConnections.java", // whose turn it is, and when nobody's
            "store/UnprivilegedCommand.java",
            "transfer/CsvRecords.java",
            "transfer/CustomerImport.java",
            "transfer/Fields.java", // every field of the format
            "transfer/BatchStore.java", // a batch, step by step
            "transfer/JsonScanner.java",
            "transfer/Keycloak.java",
            "transfer/ExistingStore.java",
            "transfer/OpenFiles.java",
            "transfer/SystemFile.java",
            "transfer/TableRecords.java",
            "console/CustomerActionHandler.java", // each action with its results
            "console/ConsoleRoutes.java", // every step of every request
            "console/OwnPasskeysPage.java", // each change with its results
            "console/SetupPage.java", // a password, and either second factor
            "console/SignInPage.java",
            "console/CustomersPage.java",
            "console/MailTextPage.java", // each form with its results
            "console/PasskeysPart.java", // a field a part
            "diagnosis/Diagnoses.java", // what each thing looks like
            "diagnosis/DiagnosisStore.java", // a statement a thing
            "diagnosis/TokenDiagnosis.java", // each reason why a token isn't good
            "oauth/DeviceStore.java",
            "admin/UpstreamResources.java", // each call with its results
            "upstream/MoveInStore.java", // the statement that makes a customer
            "administration/UpstreamAdministration.java", // a method a command
            "administration/CustomerData.java", // a part a method
            "upstream/Upstreams.java", // each question with its faults
            "customer/LoginStore.java", // a statement a change
            "upstream/UpstreamCalls.java",
            "admin/ImportResources.java", // a call a method
            "console/ImportOptionsPage.java", // an option a line
            "console/ImportsPage.java",
            "http/MultipartUpload.java", // the grammar of parts
            "transfer/Shape.java",
            "transfer/job/ImportJobs.java",
            "transfer/job/ImportUploadStore.java", // a statement a verb
            "transfer/job/ImportWorkStore.java", // a statement a verb
            "command/UpstreamCommand.java"); // a command a method

    @Test
    void no_file_is_over_400_lines() {
        assertThat(longerThan(400)).isEmpty();
    }

    @Test
    void a_file_over_150_lines_is_an_exception() {
        assertThat(longerThan(150)).isEqualTo(LONG);
    }

    @Test
    void each_package_says_what_it_owns() {
        Set<String> packages = SOURCES.keySet().stream()
                .filter(file -> file.contains("/"))
                .map(file -> file.substring(0, file.lastIndexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages)
                .allSatisfy(name -> assertThat(SOURCES.get(name + "/package-info.java"))
                        .startsWith("/**")
                        .contains("NullMarked"));
    }

    /** A new outcome of a use case must fail to compile in each dialect. One switch there is over characters. */
    @Test
    void no_switch_in_a_dialect_has_a_default() {
        assertThat(having("\\bdefault\\s*(->|:)")
                        .filter(file -> file.startsWith("dialect/"))
                        .filter(file -> !file.equals("dialect/logicboxes/Format.java")))
                .isEmpty();
    }

    @Test
    void nothing_is_left_to_do() {
        assertThat(having("TODO|FIXME")).isEmpty();
    }

    private static Stream<String> having(String pattern) {
        Pattern sought = Pattern.compile(pattern);
        return SOURCES.entrySet().stream()
                .filter(file -> sought.matcher(file.getValue()).find())
                .map(Map.Entry::getKey);
    }

    private static Set<String> longerThan(int lines) {
        return SOURCES.entrySet().stream()
                .filter(file -> file.getValue().lines().count() > lines)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every source of the product by its path. */
    private static Map<String, String> read() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            Map<String, String> sources = new TreeMap<>();
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                sources.put(FOLDER.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
            assertThat(sources).hasSizeGreaterThan(100);
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.vestibule.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vestibule.operator.Principal;
import io.vestibule.operator.Principals;
import io.vestibule.portal.Caller;
import io.vestibule.portal.Callers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** "Imports run down": what each package may know, and which package alone knows a library. */
class ArchitectureTest {
    private static final String ROOT = "io.vestibule";
    private static final Set<String> BOTTOM = Set.of("json", "secret", "config", "schema", "sql", "cache");

    /** The features in their order: each may know those before it. */
    private static final List<String> FEATURES = List.of(
            "audit",
            "node",
            "password",
            "guard",
            "branding",
            "mail",
            "customer",
            "portal",
            "upstream",
            "session",
            "factor",
            "passkey",
            "link",
            "oauth",
            "operator");

    /** They know every feature, and not each other. */
    private static final Set<String> USE_CASES = Set.of("signin", "provisioning");

    /** They hand the connection to the stores that they make, or values to the statement that grants, and call nothing on it. */
    private static final Set<String> PASS_SQL_ON = Set.of(
            "Server",
            "OpenIdConnect",
            "MovingIn",
            "Importing",
            "MailDelivery",
            "Main",
            "SigningKeys",
            "Housekeeping",
            "FailoverWatch",
            "Heartbeat",
            "Health",
            "Grant",
            "AdminApi",
            "OperatorAccounts",
            "AdminSite",
            "AdminRoutes",
            "Console",
            "PortalConsole");

    /**
     * Keys that sign have nothing in common with the sessions, and a browser has one by a cookie and no token; logins are a namespace that links and customers share; a second factor is
     * set up once and asked for often, and its secret is sealed anew by nobody who signs in; what an operator calls a portal is asked
     * for by nobody else; refresh tokens rotate in company; no mail carries a login token; the words of mail are read with it, and written by operators; a customer changes a password in a session,
     * others set it; an import that the server does is read by those who look, changed by those who order it and by nodes, and its bytes are none of that; moving out has nothing in common with moving in, whose look-ups, batches and new ids are files of their own; each
     * proof has a store of its own, and what the first of a mailbox takes is the same for a link that signs in and one that sets a password; requests ask less of portals and customers than operators do, and more often; a portal's server
     * reads its customers in more ways than it writes them, and an account is locked before any of its customers; an assertion that
     * was used is kept until it is out of date, whatever becomes of its client; what an application is to be told is written where
     * sessions end and read by nobody who ends any; a request is pushed before there is a customer; a code is asked for by a browser and
     * becomes a grant of its client's, in a statement each, and a device's waits for its customer; a browser has a session by its cookie,
     * a client by its token; which passkeys a portal takes has many parts, and none of them a verb of its own; a ceremony of a passkey is
     * begun by one request and answered by another; a session that is there is completed by a code,
     * and no sign-in waits for it; the key of pairwise subjects is read once and written by no request; which upstream a portal
     * has is an operator's, how many came from it is counted over all customers, and who comes is a customer's; operators are
     * ruled over by owners, sign in by themselves, once set up by a link, and their programs have keys; a session in which an operator
     * acts for a customer is kept from those of customers, a link opens it, and a portal lets them, each asked for by other classes; what an operator does
     * with API clients no request asks for; what an operator shows beside a password is decided about in a transaction of its own, and a
     * passkey of theirs is begun by one request and made by another; what is over is counted by nobody who asks; what waits is
     * looked at beside what was changed meanwhile.
     */
    private static final Set<String> SECOND_STORES = Set.of(
            "SigningKeyStore",
            "ActAsLinkStore",
            "ActAsPolicyStore",
            "ActAsSessionStore",
            "UsedJwtStore",
            "LogoutNoticeStore",
            "PushedRequestStore",
            "PairwiseKeyStore",
            "AccountStore",
            "LoginStore",
            "EmailChangeStore",
            "EnrolmentStore",
            "TotpSecretStore",
            "OutboxAdministrationStore",
            "MailTextStore",
            "LoginTokenStore",
            "UpstreamProgressStore",
            "MoveInStore",
            "MoveInClaimStore",
            "PasswordStore",
            "ExportStore",
            "BatchStore",
            "NewIdStore",
            "ExistingStore",
            "SideStore",
            "ImportFileStore",
            "ImportChangeStore",
            "ImportWorkStore",
            "ImportUploadStore",
            "ImportSweepStore",
            "RotationStore",
            "ApiClientStore",
            "ApiClientAdministrationStore",
            "BrowserSessionStore",
            "ChallengeStore",
            "LinkRedemptionStore",
            "LinkSignInStore",
            "FirstProofStore",
            "RegistrationStore",
            "StepUpStore",
            "PasskeyProofStore",
            "PasskeyRequestStore",
            "PasskeyRegistrationStore",
            "PasskeyPolicyStore",
            "PortalAdministrationStore",
            "CustomerAdministrationStore",
            "CustomerSearchStore",
            "AuthorizationStore",
            "CodeStore",
            "DeviceStore",
            "GrantStore",
            "CustomerLookupStore",
            "LinkAdministrationStore",
            "StatisticsStore",
            "StatisticsRollupStore",
            "BacklogStore",
            "ApiKeyStore",
            "OperatorFactorStore",
            "OperatorPasskeyStore",
            "OperatorRegistrationStore",
            "OperatorSessionStore",
            "OperatorSetupStore",
            "OperatorSignInStore");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/templates/")) // generated
            .importPackages(ROOT);

    /** The dialect that the tests have, made by the recipe in {@code docs/architecture.md}. */
    private static final JavaClasses EXAMPLE = new ClassFileImporter().importPackages(ROOT + ".dialect.example");

    /** What a package may import of ours, beside itself. {@code Main} and {@code Server}, at the top, import everything. */
    private static final Map<String, Set<String>> MAY_IMPORT = rules();

    private static Map<String, Set<String>> rules() {
        Map<String, Set<String>> rules = new TreeMap<>();
        rules.put("json", Set.of());
        rules.put("schema", Set.of("json"));
        rules.put("secret", Set.of());
        rules.put("cache", Set.of());
        rules.put("sql", Set.of("cache"));
        rules.put("config", Set.of("secret"));
        rules.put("store", Set.of("config", "secret", "sql"));
        rules.put("http.server", Set.of());
        rules.put("http", Set.of("cache", "json", "secret", "config", "http.server"));
        for (String feature : FEATURES) {
            rules.put(feature, all(BOTTOM, FEATURES.subList(0, FEATURES.indexOf(feature))));
        }
        USE_CASES.forEach(useCase -> rules.put(useCase, all(BOTTOM, FEATURES)));
        rules.put("administration", all(BOTTOM, FEATURES, Set.of("provisioning"))); // deletes as a portal's server does
        rules.put(
                "admin",
                all(
                        rules.get("administration"),
                        Set.of(
                                "administration",
                                "diagnosis",
                                "http",
                                "http.server",
                                "idempotency",
                                "transfer",
                                "transfer.job")));
        Stream.of(CLASSES, EXAMPLE)
                .flatMap(JavaClasses::stream)
                .map(ArchitectureTest::packageOf)
                .filter(name -> name.startsWith("dialect."))
                .forEach(dialect -> rules.put(dialect, all(BOTTOM, FEATURES, USE_CASES, Set.of("http"))));
        // What a browser shows of the protocol itself
        rules.put("dialect.openid", all(rules.get("dialect.openid"), Set.of("page.portal")));
        rules.put("page", all(BOTTOM, FEATURES, Set.of("http", "signin")));
        rules.put("page.portal", all(BOTTOM, FEATURES, Set.of("http", "signin", "page")));
        rules.put("diagnosis", all(BOTTOM, FEATURES, Set.of("http"))); // what this node refused
        rules.put(
                "console",
                all(
                        BOTTOM,
                        FEATURES,
                        Set.of(
                                "http",
                                "page",
                                "administration",
                                "provisioning",
                                "diagnosis",
                                "transfer",
                                "transfer.job")));
        rules.put("idempotency", all(BOTTOM, FEATURES, Set.of("http")));
        rules.put("operations", all(BOTTOM, FEATURES, Set.of("http", "http.server", "store")));
        rules.put("password", all(rules.get("password"), Set.of("password.legacy", "password.argon2")));
        rules.put("password.legacy", Set.of());
        rules.put("password.argon2", Set.of());
        rules.put("transfer", all(BOTTOM, FEATURES));
        rules.put("transfer.job", all(BOTTOM, FEATURES, Set.of("transfer")));
        rules.put("demo", all(BOTTOM, FEATURES));
        rules.put("aotcache", Set.of("json")); // it knows the product as others do, from outside
        rules.put(
                "command",
                all(
                        BOTTOM,
                        FEATURES,
                        USE_CASES,
                        Set.of("store", "http", "operations", "demo", "transfer", "administration", "aotcache", "")));
        return rules;
    }

    @SafeVarargs
    private static Set<String> all(Collection<String>... sets) {
        Set<String> all = new TreeSet<>();
        for (Collection<String> set : sets) {
            all.addAll(set);
        }
        return all;
    }

    @Test
    void the_importer_reads_our_class_files() {
        assertThat(CLASSES).hasSizeGreaterThan(150);
        assertThat(CLASSES.get("io.vestibule.Server").getDirectDependenciesFromSelf())
                .hasSizeGreaterThan(30);
    }

    @Test
    void each_package_imports_only_what_lies_below_it() {
        MAY_IMPORT.keySet().forEach(name -> importsOnlyWhatLiesBelow(name, CLASSES));
        importsOnlyWhatLiesBelow("dialect.example", EXAMPLE);
    }

    private static void importsOnlyWhatLiesBelow(String name, JavaClasses classes) {
        Set<String> allowed = MAY_IMPORT.get(name);
        classes()
                .that(describe("are of " + name, c -> packageOf(c).equals(name)))
                .should(onlyDependOnClassesThat(describe(
                        "are " + name + "'s own, of " + new TreeSet<>(allowed) + ", or none of ours",
                        c -> !ours(c) || packageOf(c).equals(name) || allowed.contains(packageOf(c)))))
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void every_package_has_a_rule() {
        Set<String> packages =
                CLASSES.stream().map(ArchitectureTest::packageOf).collect(Collectors.toCollection(TreeSet::new));
        packages.remove("");
        assertThat(MAY_IMPORT.keySet()).containsAll(packages);
    }

    @Test
    void packages_form_no_cycle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void only_principals_say_who_administers() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Principals.class.getName())
                .should()
                .accessTargetWhere(describe(
                        "makes a Principal",
                        access -> access.getTargetOwner().isEquivalentTo(Principal.class)
                                && access.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)))
                .check(CLASSES);
    }

    @Test
    void only_callers_say_who_calls() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Callers.class.getName())
                .should()
                .accessTargetWhere(
                        describe( // a reference to the constructor, too
                                "makes a Caller",
                                access -> access.getTargetOwner().isEquivalentTo(Caller.class)
                                        && access.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)))
                .check(CLASSES);
    }

    /** They move customers in, fill the demo and read the audit; a file is in a store of the system. */
    private static final Set<String> COMMANDS_WITH_STORES =
            Set.of("Installation", "ImportCommand", "HashOptions", "WholeFile", "ServeCommand", "AuditCommand");

    @Test
    void commands_ask_use_cases_and_no_stores() {
        noClasses()
                .that(none(c -> !packageOf(c).equals("command") || COMMANDS_WITH_STORES.contains(name(c))))
                .should()
                .callMethodWhere(describe(
                        "is of a store",
                        call -> call.getTargetOwner().getSimpleName().endsWith("Store")))
                .orShould()
                .callConstructorWhere(describe(
                        "makes a store",
                        call -> call.getTargetOwner().getSimpleName().endsWith("Store")))
                .check(CLASSES);
    }

    @Test
    void only_stores_ask_the_database() {
        only(
                "java.sql",
                c -> asks(c)
                        || packageOf(c).equals("sql")
                        || packageOf(c).equals("command")); // commands explain its faults
        only(
                ROOT + ".sql",
                c -> asks(c)
                        || packageOf(c).equals("sql")
                        || PASS_SQL_ON.contains(name(c))
                        || packageOf(c).equals("command"));
        noClasses()
                .that(none(c -> asks(c) || packageOf(c).equals("sql")))
                .should()
                .callMethodWhere(describe(
                        "is of our SQL",
                        call -> call.getTargetOwner().getPackageName().equals(ROOT + ".sql")))
                .check(CLASSES);
    }

    @Test
    void a_feature_has_one_store_at_most_and_it_is_a_final_class() {
        Map<String, List<JavaClass>> stores = CLASSES.stream()
                .filter(c -> c.getSimpleName().endsWith("Store") && !SECOND_STORES.contains(c.getSimpleName()))
                .collect(Collectors.groupingBy(ArchitectureTest::packageOf));
        assertThat(stores)
                .isNotEmpty()
                .allSatisfy((name, of) -> assertThat(of)
                        .singleElement()
                        .satisfies(store -> assertThat(store.getModifiers()).contains(JavaModifier.FINAL))
                        .satisfies(store -> assertThat(store.getRawInterfaces()).isEmpty()));
    }

    @Test
    void names_say_what_a_thing_is() {
        Pattern empty = Pattern.compile(".*(Manager|Helper|Utils?|Impl|Base|Common|DTO|Dto|Service)");
        assertThat(CLASSES.stream()
                        .map(JavaClass::getSimpleName)
                        .filter(name -> empty.matcher(name).matches()))
                .isEmpty();
    }

    @Test
    void nothing_sleeps_and_only_commands_print() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "is Thread.sleep",
                        call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                                && call.getName().equals("sleep")))
                .check(CLASSES);
        noClasses()
                .that(none(c -> packageOf(c).equals("command")
                        || Set.of("Main", "ConfigurationPage", "SampleFile").contains(name(c))))
                .should()
                .accessFieldWhere(describe(
                        "is System.out or System.err",
                        access -> access.getTargetOwner().isEquivalentTo(System.class)
                                && Set.of("out", "err").contains(access.getName())))
                .check(CLASSES);
    }

    /** Nobody but these classes, and the parts of them, depends on the library. */
    static void only(String library, Predicate<JavaClass> these) {
        noClasses()
                .that(none(these))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library + "..")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> none(Predicate<JavaClass> these) {
        return describe("are none of those who may", c -> !these.test(c));
    }

    /** The package store is the database itself. */
    private static boolean asks(JavaClass c) {
        return name(c).endsWith("Store") || packageOf(c).equals("store");
    }

    /** The simple name of the outermost class. */
    static String name(JavaClass c) {
        return c.getName().substring(c.getPackageName().length() + 1).replaceFirst("\\$.*", "");
    }

    private static boolean ours(JavaClass c) {
        return (c.getPackageName() + ".").startsWith(ROOT + ".");
    }

    /** {@code dialect.keaze}; empty for the root. */
    static String packageOf(JavaClass c) {
        return ours(c) ? c.getPackageName().substring(ROOT.length()).replaceFirst("^\\.", "") : c.getPackageName();
    }
}

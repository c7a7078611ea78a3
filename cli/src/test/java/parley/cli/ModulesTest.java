package parley.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The order of the modules: protocol, then server, client and analyzer side by side, then cli. No sample is one, nor is
 * replay-junit, which is for tests and holds its own place in a test of its own.
 */
class ModulesTest {
    private static final JavaClasses PARLEY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("parley");

    @ParameterizedTest
    @CsvSource({
        "protocol, server client analyzer cli samples replay",
        "server, client analyzer cli samples replay",
        "client, server analyzer cli samples replay",
        "analyzer, server client cli samples replay",
        "cli, samples replay"
    })
    void aModuleDoesNotKnow(String module, String others) {
        noClasses()
                .that()
                .resideInAPackage(packages(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(others.split(" ")))
                .allowEmptyShould(false)
                .check(PARLEY);
    }

    @ParameterizedTest
    @CsvSource({"protocol", "server", "client", "analyzer", "cli"})
    void aModuleStaysClearOfTestLibraries(String module) {
        noClasses()
                .that()
                .resideInAPackage(packages(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "com.tngtech.archunit..")
                .allowEmptyShould(false)
                .check(PARLEY);
    }

    @Test
    void theProtocolDependsOnTheJdkAlone() {
        classes()
                .that()
                .resideInAPackage(packages("protocol"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("parley.protocol..", "java..", "org.jspecify..")
                .allowEmptyShould(false)
                .check(PARLEY);
    }

    @Test
    void onlyThePagesServerKnowsHowThePageIsServed() {
        noClasses()
                .that()
                .resideOutsideOfPackage("parley.client.web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..", "com.google.gson..")
                .allowEmptyShould(false)
                .check(PARLEY);
    }

    @Test
    void onlyTheServersWatchKnowsPrometheus() {
        noClasses()
                .that()
                .resideOutsideOfPackage("parley.server.watch..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.prometheus..", "com.sun.net.httpserver..")
                .allowEmptyShould(false)
                .check(PARLEY);
    }

    @ParameterizedTest
    @CsvSource({"watch", "tls"})
    void whatTheServerUsesDoesNotKnowTheServer(String room) {
        noClasses()
                .that()
                .resideInAPackage("parley.server." + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("parley.server", "parley.server.command")
                .allowEmptyShould(false)
                .check(PARLEY);
    }

    @Test
    void onlyTheTerminalKnowsTheTerminal() {
        noClasses()
                .that()
                .resideInAnyPackage("parley.client.session..", "parley.client.web..", "parley.client.play..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jline..")
                .allowEmptyShould(false)
                .check(PARLEY);
    }

    private static String packages(String module) {
        return "parley." + module + "..";
    }

    private static String[] packages(String... modules) {
        String[] packages = new String[modules.length];
        for (int i = 0; i < modules.length; i++) {
            packages[i] = packages(modules[i]);
        }
        return packages;
    }
}

package parley.replay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The module's place: behind the analyzer, and with no other library than JUnit's API. */
class ModuleTest {
    @Test
    void itKnowsTheAnalyzerAndTheApiOfJUnit() {
        classes()
                .that()
                .resideInAPackage("parley.replay..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "parley.replay..",
                        "parley.analyzer..",
                        "parley.protocol..",
                        "org.junit.jupiter.api..",
                        "org.junit.platform.commons..",
                        "org.jspecify..",
                        "java..")
                .allowEmptyShould(false)
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("parley.replay"));
    }
}

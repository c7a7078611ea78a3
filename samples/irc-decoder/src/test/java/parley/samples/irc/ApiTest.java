package parley.samples.irc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What a decoder has to know of Parley. */
class ApiTest {
    @Test
    void aDecoderKnowsStreamsAndLinesAndNoPackets() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "parley.samples.irc",
                        "parley.analyzer.app",
                        "parley.analyzer.tcp",
                        "parley.protocol",
                        "java..",
                        "org.jspecify..")
                .allowEmptyShould(false)
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("parley.samples.irc"));
    }
}

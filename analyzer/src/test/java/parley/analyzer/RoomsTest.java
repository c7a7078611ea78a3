package parley.analyzer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of the rooms: a packet's way through the analyzer, in which each imports only rooms before it. */
class RoomsTest {
    private static final List<String> ROOMS =
            List.of("os", "capture", "wire", "tcp", "app", "findings", "report", "pipeline", "replay", "command");

    private static final JavaClasses ANALYZER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("parley.analyzer");

    private static Stream<Arguments> roomsAndThoseBehind() {
        return IntStream.range(0, ROOMS.size() - 1)
                .mapToObj(i -> Arguments.of(ROOMS.get(i), ROOMS.subList(i + 1, ROOMS.size())));
    }

    private static String packages(String room) {
        return "parley.analyzer." + room + "..";
    }

    @ParameterizedTest
    @MethodSource("roomsAndThoseBehind")
    void aRoomDoesNotKnowTheRoomsBehindIt(String room, List<String> behind) {
        noClasses()
                .that()
                .resideInAPackage(packages(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(behind.stream().map(RoomsTest::packages).toArray(String[]::new))
                .allowEmptyShould(false)
                .check(ANALYZER);
    }

    @Test
    void everyClassIsInARoom() {
        Set<String> rooms = ANALYZER.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals("parley.analyzer"))
                .map(name -> name.split("\\.")[2])
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(new TreeSet<>(ROOMS), rooms);
    }

    @Test
    void onlyTheOperatingSystemRoomCallsNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages("os"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jnr..", "com.sun.jna..", "com.kenai..")
                .allowEmptyShould(false)
                .check(ANALYZER);
    }

    @Test
    void commandsAreCommandsOnly() {
        classes()
                .that()
                .areAnnotatedWith("picocli.CommandLine$Command")
                .should()
                .resideInAPackage(packages("command"))
                .allowEmptyShould(false)
                .check(ANALYZER);
    }
}

package parley.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

class ParleyTest {
    @Test
    void theVersionIsMavens() throws IOException {
        String pom = Files.readString(Path.of(System.getProperty("parley.root"), "pom.xml"));
        Matcher version = Pattern.compile("<artifactId>parley-parent</artifactId>\\s*<version>(.+?)</version>")
                .matcher(pom);
        assertTrue(version.find());

        assertEquals(
                new Run(0, "parley " + version.group(1) + "\n", ""),
                Run.of(Commands.neededFor("--version"), "--version"));
    }

    @Test
    void helpListsEveryCommand() {
        Run run = Run.of(Commands.neededFor("--help"), "--help");

        assertEquals(0, run.exitCode());
        assertEquals("", run.errors());
        assertAll(Commands.all().stream().map(command -> () -> {
            String name = CommandSpec.forAnnotatedObject(command).name();
            assertTrue(
                    Pattern.compile("(?m)^  " + name + "  +\\S")
                            .matcher(run.output())
                            .find(),
                    name);
        }));
    }

    @Test
    void onlyTheCommandThatIsNamedIsBuilt() {
        for (Class<?> command : Commands.all()) {
            String name = CommandSpec.forAnnotatedObject(command).name();
            if (!name.equals("generate-completion")) {
                assertEquals(List.of(command), Commands.neededFor("--debug", name, "client", "--help"));
            }
        }
        assertEquals(Commands.all(), Commands.neededFor("generate-completion"));
        assertEquals(Commands.all(), Commands.neededFor("unheard-of"));
        assertEquals(Commands.all(), Commands.neededFor());
        assertEquals(List.of(), Commands.neededFor("--version"));
    }

    @ParameterizedTest
    @MethodSource("parley.cli.Commands#all")
    void everyCommandExplainsItself(Class<?> command) {
        String name = CommandSpec.forAnnotatedObject(command).name();

        Run help = Run.of(List.of(command), name, "--help");

        assertEquals(0, help.exitCode());
        assertEquals("", help.errors());
        assertTrue(help.output().contains("Usage: parley " + name), help.output());
        assertEquals(Run.of(List.of(), "--version"), Run.of(List.of(command), name, "--version"));
    }

    @ParameterizedTest
    @MethodSource("parley.cli.Commands#all")
    void everyOptionIsDescribed(Class<?> command) {
        for (var option : new CommandLine(command).getCommandSpec().options()) {
            assertTrue(option.hidden() || option.description().length > 0, option.longestName());
        }
    }

    @Test
    void completionKnowsEveryCommand() {
        Run run = Run.of(Commands.neededFor("generate-completion"), "generate-completion");

        assertEquals(0, run.exitCode());
        for (Class<?> command : Commands.all()) {
            assertTrue(run.output()
                    .contains(CommandSpec.forAnnotatedObject(command).name()));
        }
    }

    @Test
    void anUnknownCommandGetsTheNearestOneSuggested() {
        Run run = Run.of(List.of(Serving.class), "serv");

        assertEquals(
                new Run(2, "", "parley: no such command: serv, did you mean serve? ('parley --help' lists them)\n"),
                run);
    }

    @Test
    void noCommandIsWrongUsage() {
        assertEquals(new Run(2, "", "parley: a command is missing (see 'parley --help')\n"), Run.of(Commands.all()));
    }

    @Test
    void anUnknownOptionNamesTheCommandsHelp() {
        Run run = Run.of(List.of(Serving.class), "serve", "--por", "1");

        assertEquals(2, run.exitCode());
        assertTrue(run.errors().startsWith("parley: Unknown option"), run.errors());
        assertTrue(run.errors().contains("--port"), run.errors());
        assertTrue(run.errors().endsWith("(see 'parley serve --help')\n"), run.errors());
        assertEquals(1, run.errors().lines().count());
    }

    @Test
    void aValueOfTheWrongKindIsWrongUsage() {
        Run run = Run.of(List.of(Serving.class), "serve", "--port", "many");

        assertEquals(
                new Run(
                        2,
                        "",
                        "parley: Invalid value for option '--port': 'many' is not a whole number (see 'parley serve --help')\n"),
                run);
    }

    @Test
    void optionsThatGoWithAnotherSayWithWhich() {
        assertEquals(
                new Run(2, "", "parley: --listen and --no-browser go with --web (see 'parley demo --help')\n"),
                Run.of(Commands.all(), "demo", "--listen", "18082"));
    }

    @Test
    void optionsOfWhichOnlyOneCanBeGivenSaySo() {
        assertEquals(
                new Run(2, "", "parley: only one of --text, --hex can be given (see 'parley follow --help')\n"),
                Run.of(Commands.all(), "follow", "any.pcap", "0", "--text", "--hex"));
    }

    @Test
    void anArgumentThatBeginsWithAnAtSignIsNoFileOfArguments() {
        Run run = Run.of(List.of(Serving.class), "serve", "@nowhere");

        assertEquals(2, run.exitCode());
        assertTrue(run.errors().contains("@nowhere"), run.errors());
    }

    @Test
    void outputThatIsNotATerminalHasNoColours() {
        assertFalse(Run.of(Commands.all(), "--help").output().contains("\033"));
    }

    @Command(name = "serve")
    static final class Serving implements Runnable {
        @Option(names = "--port")
        int port;

        @Override
        public void run() {}
    }
}

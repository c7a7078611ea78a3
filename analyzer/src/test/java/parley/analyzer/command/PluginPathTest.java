package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.testing.PluginSources;
import parley.analyzer.testing.TcpScript;

/** {@code --plugin-path}: decoders that are not part of Parley. */
class PluginPathTest {
    private static final Path SEED_SESSION = Path.of("src/test/resources/captures/own/seed-session.pcapng");
    private static final String SERVICE = "META-INF/services/parley.analyzer.app.ApplicationDecoder";
    private static final String ON_KNOCK =
            "return start.client().length > 0 && start.client()[0] == 'k' ? Recognition.MATCH : Recognition.NO_MATCH;";
    private static final String ON_HELLO =
            "return start.client().length > 0 && start.client()[0] == 'h' ? Recognition.MATCH : Recognition.NO_MATCH;";

    @TempDir
    private Path directory;

    private Path capture;

    @BeforeEach
    void capture() throws IOException {
        capture = Files.write(
                directory.resolve("knock.pcapng"),
                TcpScript.parse("server 10.0.0.2:4711\nhandshake\nC data 'knock'\nS data 'who?'\nclose")
                        .pcapng());
    }

    private Path classes(String folder, String type, String name, String constructor, String recognise)
            throws IOException {
        String source = PluginSources.decoder(type, '"' + name + '"', constructor, recognise);
        return PluginSources.compile(directory.resolve(folder), type, source);
    }

    private Path knock(String folder) throws IOException {
        return classes(folder, "Knock", "knock", "", ON_KNOCK);
    }

    /** Standard output has messages.csv. */
    private static CommandRun messages(Path capture, Object... arguments) {
        return CommandRun.of(
                new AnalyzeCommand(),
                Stream.concat(Stream.of(capture, "-o", "-", "--only", "messages"), Stream.of(arguments))
                        .map(Object::toString)
                        .toArray(String[]::new));
    }

    private static List<String> texts(CommandRun run) {
        assertEquals(0, run.exit(), run.error());
        return run.out().lines().skip(1).map(row -> row.split(",")[7]).toList();
    }

    private void assertRefused(String error, Object... arguments) {
        CommandRun run = messages(capture, arguments);
        assertEquals(error, run.error().strip());
        assertEquals("", run.out());
        assertEquals(1, run.exit());
    }

    @Test
    void withoutThePluginNothingIsDecoded() {
        assertEquals(List.of(), texts(messages(capture)));
    }

    @Test
    void aDirectoryOfClassesIsAPlugin() throws IOException {
        CommandRun run = messages(capture, "--plugin-path", knock("classes"));
        assertEquals(List.of("knock", "who?"), texts(run));
        assertEquals("", run.error());
    }

    @Test
    void aJarIsAPlugin() throws IOException {
        Path jar = PluginSources.jar(knock("classes"), directory.resolve("knock.jar"));
        assertEquals(List.of("knock", "who?"), texts(messages(capture, "--plugin-path", jar)));
    }

    @Test
    void aDirectoryWithAJarIsAPlugin() throws IOException {
        Path lib = directory.resolve("lib");
        PluginSources.jar(knock("classes"), lib.resolve("knock.jar"));
        assertEquals(List.of("knock", "who?"), texts(messages(capture, "--plugin-path", lib)));
    }

    @Test
    void severalPluginsAreNamedInOneGoOrOneByOne() throws IOException {
        Path other = classes("other", "Hello", "hello", "", ON_HELLO);
        Path both = Files.write(
                directory.resolve("both.pcapng"),
                TcpScript.parse("handshake\nC data 'knock'\nclose\nclient 10.0.0.3:5\nhandshake\nC data 'hello'\nclose")
                        .pcapng());
        Path knock = knock("classes");
        String path = knock + File.pathSeparator + other;
        assertEquals(List.of("knock", "hello"), texts(messages(both, "--plugin-path", path)));
        assertEquals(List.of("knock", "hello"), texts(messages(both, "--plugin-path", knock, "--plugin-path", other)));
    }

    @Test
    void decodeAsKnowsThePlugin() throws IOException {
        Path never = classes("classes", "Never", "never", "", "return Recognition.NO_MATCH;");
        assertEquals(List.of(), texts(messages(capture, "--plugin-path", never)));
        assertEquals(
                List.of("knock", "who?"),
                texts(messages(capture, "--plugin-path", never, "--decode-as", "4711=never")));
        CommandRun unknown = messages(capture, "--plugin-path", never, "--decode-as", "4711=ever");
        assertEquals("--decode-as: no decoder is called 'ever'; there is chat, never", unknown.error());
        assertEquals(2, unknown.exit());
    }

    @Test
    void theChatIsDecodedBesideAPlugin() throws IOException {
        CommandRun run = messages(SEED_SESSION, "--plugin-path", knock("classes"));
        assertEquals(Files.readString(Path.of("src/test/resources/expected/seed-session/messages.csv")), run.out());
    }

    @Test
    void aPluginThatFailsIsNamedAndTheRestGoesOn() throws IOException {
        Path failing = classes("classes", "Failing", "failing", "", "throw new IllegalStateException(\"no idea\");");
        Path reports = directory.resolve("reports");
        CommandRun run = CommandRun.of(
                new AnalyzeCommand(),
                SEED_SESSION.toString(),
                "--plugin-path",
                failing.toString(),
                "-o",
                reports.toString());
        assertEquals(0, run.exit(), run.error());
        assertEquals(
                Files.readString(Path.of("src/test/resources/expected/seed-session/messages.csv")),
                Files.readString(reports.resolve("messages.csv")));

        CommandRun knocked = CommandRun.of(
                new AnalyzeCommand(),
                capture.toString(),
                "--plugin-path",
                failing.toString(),
                "-o",
                "-",
                "--only",
                "findings");
        assertTrue(
                knocked.out()
                        .contains("The decoder failing failed on connection 0 at frame 4, and the rest of it is not"
                                + " decoded: java.lang.IllegalStateException: no idea."),
                knocked.out());
    }

    @Test
    void aDecoderThatCannotBeMadeIsLeftOutWithAWarning() throws IOException {
        Path broken = classes(
                "classes",
                "Broken",
                "broken",
                "if (true) throw new IllegalStateException(\"no key\");",
                "return Recognition.MATCH;");
        knock("classes");
        CommandRun run = messages(capture, "--plugin-path", broken);
        assertEquals(List.of("knock", "who?"), texts(run));
        assertEquals(
                "parley: the decoder plugin.Broken of the plugin " + broken
                        + " is left out: it failed when it was made, java.lang.IllegalStateException: no key",
                run.error().strip());
    }

    @Test
    void aDecoderWithoutANameIsLeftOutWithAWarning() throws IOException {
        Path nameless = PluginSources.compile(
                directory.resolve("classes"),
                "Nameless",
                PluginSources.decoder("Nameless", "null", "", "return Recognition.MATCH;"));
        CommandRun run = messages(capture, "--plugin-path", nameless);
        assertEquals(List.of(), texts(run));
        assertTrue(run.error().contains("plugin.Nameless") && run.error().contains("no name"), run.error());
    }

    @Test
    void aPluginThatIsNotThereIsNamed() {
        Path missing = directory.resolve("missing");
        assertRefused(
                "there is no plugin " + missing + ": name a jar, or a directory with classes or jars",
                "--plugin-path",
                missing);
    }

    @Test
    void aFileThatIsNoJarIsNamed() throws IOException {
        CommandRun run = messages(capture, "--plugin-path", capture);
        assertTrue(run.error().startsWith("the plugin " + capture + " cannot be read as a jar: "), run.error());
        assertEquals(1, run.exit());
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Path cut = Files.write(folder.resolve("cut.jar"), new byte[] {'P', 'K'});
        CommandRun inside = messages(capture, "--plugin-path", folder);
        assertTrue(inside.error().startsWith("the plugin " + cut + " cannot be read as a jar: "), inside.error());
    }

    @Test
    void aDirectoryWithoutADecoderSaysWhatIsMissing() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertRefused(
                "the plugin " + empty + " has no decoder: " + SERVICE + " in it has to name the decoder's class",
                "--plugin-path",
                empty);
    }

    @Test
    void aDecoderThatIsNamedAndNotThereIsOneLine() throws IOException {
        Path plugin = PluginSources.name(directory.resolve("classes"), "plugin.Missing\n");
        assertRefused(
                "the plugin " + plugin + " cannot be loaded: Provider plugin.Missing not found; mend it"
                        + " (docs/DECODERS.md), or leave it out of --plugin-path",
                "--plugin-path",
                plugin);
    }

    @Test
    void aClassOfAnotherKindIsOneLine() throws IOException {
        Path plugin = PluginSources.compile(
                directory.resolve("classes"), "Other", "package plugin;\npublic class Other {}\n");
        CommandRun run = messages(capture, "--plugin-path", plugin);
        assertTrue(
                run.error().startsWith("the plugin " + plugin + " cannot be loaded: plugin.Other not a subtype"),
                run.error());
        assertEquals(1, run.error().lines().count());
        assertEquals(1, run.exit());
    }

    @Test
    void aClassThatItNeedsAndDoesNotHaveIsOneLine() throws IOException {
        String source = PluginSources.decoder("Knock", "\"knock\"", "", ON_KNOCK)
                .replace("class Knock", "class Knock extends Base");
        Path plugin = PluginSources.compile(directory.resolve("classes"), "Knock", source + "class Base {}\n");
        Files.delete(plugin.resolve("plugin/Base.class"));
        assertRefused(
                "the plugin " + plugin
                        + " cannot be loaded: java.lang.NoClassDefFoundError: plugin/Base; mend it (docs/DECODERS.md), or leave it out of"
                        + " --plugin-path",
                "--plugin-path",
                plugin);
    }

    @Test
    void twoDecodersOfOneNameAreRefused() throws IOException {
        Path chat = classes("classes", "Chat", "chat", "", "return Recognition.MATCH;");
        assertRefused(
                "the plugin " + chat
                        + " has a decoder 'chat', and there is another of that name: give it one of its own",
                "--plugin-path",
                chat);
    }

    @Test
    void anEmptyPlaceIsWrongUsage() {
        CommandRun run = messages(capture, "--plugin-path", "a" + File.pathSeparator);
        assertEquals(2, run.exit());
        assertTrue(run.error().startsWith("--plugin-path takes a jar or a directory"), run.error());
        assertFalse(run.error().contains("\n"));
    }
}

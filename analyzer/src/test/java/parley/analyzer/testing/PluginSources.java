package parley.analyzer.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/** Plugins made in a test, as their authors make them: with javac, a file of services, and jar. */
public final class PluginSources {
    private static final String SERVICE = "META-INF/services/parley.analyzer.app.ApplicationDecoder";

    private PluginSources() {}

    /**
     * A decoder's source.
     *
     * @param constructor what its constructor does
     * @param recognise what {@code recognise(StreamStart start)} does
     */
    public static String decoder(String type, String name, String constructor, String recognise) {
        return """
                package plugin;

                import java.util.List;
                import parley.analyzer.app.*;
                import parley.analyzer.tcp.*;

                public class TYPE implements ApplicationDecoder {
                    public TYPE() {
                        CONSTRUCTOR
                    }

                    @Override
                    public String name() {
                        return NAME;
                    }

                    @Override
                    public String protocol() {
                        return "PLUGIN";
                    }

                    @Override
                    public Recognition recognise(StreamStart start) {
                        RECOGNISE
                    }

                    @Override
                    public ConversationDecoder open(Conversation conversation) {
                        return new ConversationDecoder() {
                            @Override
                            public void data(Direction direction, StreamData data) {
                                String text = new String(data.bytes(), 0, data.length());
                                long end = data.offset() + data.length();
                                conversation.message(new DecodedMessage(
                                        direction, "segment", "", List.of(), text, data.offset(), end, 0));
                            }

                            @Override
                            public void gap(Direction direction, long offset, long length) {}

                            @Override
                            public void end(Direction direction, StreamListener.End end) {}
                        };
                    }
                }
                """.replace("TYPE", type)
                .replace("NAME", name)
                .replace("CONSTRUCTOR", constructor)
                .replace("RECOGNISE", recognise);
    }

    /** Compiles a class of the package {@code plugin} into the directory and names it, and what was named before. */
    public static Path compile(Path directory, String type, String source) throws IOException {
        Path file = Files.createDirectories(directory.resolve("src")).resolve(type + ".java");
        Files.writeString(file, source);
        run("javac", "-cp", System.getProperty("java.class.path"), "-d", directory.toString(), file.toString());
        Path service = directory.resolve(SERVICE);
        String before = Files.exists(service) ? Files.readString(service) : "";
        return name(directory, before + "plugin." + type + "\n");
    }

    /** Writes the file of services. */
    public static Path name(Path directory, String types) throws IOException {
        Path service = directory.resolve(SERVICE);
        Files.createDirectories(service.getParent());
        Files.writeString(service, types);
        return directory;
    }

    /** Packs what is in a directory. */
    public static Path jar(Path classes, Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        run("jar", "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        return jar;
    }

    private static void run(String tool, String... arguments) {
        int exit = ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments);
        assertEquals(0, exit, () -> tool + " " + List.of(arguments));
    }
}

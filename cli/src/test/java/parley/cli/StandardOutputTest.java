package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

class StandardOutputTest {
    @Test
    void isUtf8WithLineFeeds() {
        assertEquals(new Run(0, "הודיה\n", ""), Run.of(List.of(Greeting.class), "greet"));
    }

    @Test
    void aReaderThatHasGoneEndsTheCommandQuietly() {
        assertEquals(new Run(141, "", ""), Run.onto(failing("Broken pipe"), List.of(Endless.class), "endless"));
    }

    @Test
    void picoclisWriterEndsTheCommandTooWhenTheReaderHasGone() {
        assertEquals(new Run(141, "", ""), Run.onto(failing("Broken pipe"), List.of(EndlessWriter.class), "endless"));
    }

    @Test
    void aFullDiskIsAnError() {
        Run run = Run.onto(failing("No space left on device"), List.of(Endless.class), "endless");

        assertEquals(new Run(1, "", "parley: standard output: No space left on device\n"), run);
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    @Command(name = "greet")
    static final class Greeting implements Runnable {
        @Override
        public void run() {
            System.out.print("הודיה\n");
        }
    }

    @Command(name = "endless")
    static final class Endless implements Runnable {
        @Override
        public void run() {
            while (true) {
                System.out.println("on and on");
            }
        }
    }

    @Command(name = "endless")
    static final class EndlessWriter implements Runnable {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            while (true) {
                spec.commandLine().getOut().println("on and on");
            }
        }
    }
}

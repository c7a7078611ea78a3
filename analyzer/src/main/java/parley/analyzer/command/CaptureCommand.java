package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.CaptureInterface;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.Recording;
import parley.analyzer.capture.WarmUp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code capture}: writes the packets of interfaces to pcapng, until Ctrl-C or a condition. */
@Command(
        name = "capture",
        header = "Write what is on an interface to a pcapng file; Ctrl-C ends.",
        mixinStandardHelpOptions = true)
public final class CaptureCommand implements Callable<Integer> {
    private static final Path STANDARD_OUTPUT = Path.of("-");

    @Mixin
    private CapturingOptions capturing = new CapturingOptions();

    @Option(names = "-w", paramLabel = "FILE", required = true, description = "The file; - is standard output.")
    private Path file = STANDARD_OUTPUT;

    @Mixin
    private CaptureConditions conditions = new CaptureConditions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        CaptureConditions.Parsed until = conditions.parse(spec);
        boolean piped = file.equals(STANDARD_OUTPUT);
        if (piped && until.files().numbersFiles()) {
            throw new ParameterException(spec.commandLine(), "-b writes several files: name them with -w FILE");
        }
        if (piped && Terminal.isStandardOutput()) {
            throw new ParameterException(
                    spec.commandLine(), "-w - would write packets onto the terminal: pipe them, or name a file");
        }
        WarmUp.ofRecording();
        try (StopOnSignal stop = new StopOnSignal();
                PacketSource source = capturing.open(spec)) {
            stop.of(source);
            tell("Capturing on " + capturing.description());
            record(source, piped ? null : file, until);
        }
        return 0;
    }

    private void record(PacketSource source, @Nullable Path path, CaptureConditions.Parsed until) throws IOException {
        Recording recording = new Recording(source, path, until.files(), begun -> tell("File: " + begun));
        try (recording) {
            new CaptureLoop(source, recording, until).run();
        } finally {
            tellEnd(source, recording);
        }
    }

    private void tellEnd(PacketSource source, Recording recording) throws IOException {
        tell("Packets captured: " + recording.packets());
        List<CaptureInterface> interfaces = source.interfaces();
        for (int i = 0; i < interfaces.size(); i++) {
            long received = recording.packets(i);
            long dropped = source.dropped(i);
            double kept = received + dropped == 0 ? 100 : 100.0 * received / (received + dropped);
            tell("Packets received/dropped on interface '%s': %d/%d (%.1f%%)"
                    .formatted(interfaces.get(i).name(), received, dropped, kept));
        }
        if (recording.packets() == 0) {
            tell(capturing.whyNothing(spec));
        }
    }

    private void tell(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    /** The packets' way from the source into the recording. */
    private static final class CaptureLoop {
        private final PacketSource source;
        private final Recording recording;
        private final CaptureConditions.Parsed until;
        private final long startNanos = System.nanoTime();
        private final long startMillis = System.currentTimeMillis();

        CaptureLoop(PacketSource source, Recording recording, CaptureConditions.Parsed until) {
            this.source = source;
            this.recording = recording;
            this.until = until;
        }

        void run() throws IOException {
            source.onIdle(this::idle);
            Packet packet = new Packet();
            while (source.next(packet) && !isLate(packet) && recording.write(packet) && !isEnough()) {
                // The conditions say it all.
            }
        }

        private void idle() throws IOException {
            if (!recording.flush() || until.nanos() > 0 && System.nanoTime() - startNanos >= until.nanos()) {
                source.stop();
            }
        }

        private boolean isLate(Packet packet) {
            return until.nanos() > 0 && packet.timestampNanos() - startMillis * 1_000_000 >= until.nanos();
        }

        private boolean isEnough() {
            return until.packets() > 0 && recording.packets() >= until.packets()
                    || until.octets() > 0 && recording.fileOctets() >= until.octets();
        }
    }
}

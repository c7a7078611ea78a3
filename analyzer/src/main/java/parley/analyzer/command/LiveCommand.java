package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.PcapngWriter;
import parley.analyzer.capture.QueuedSource;
import parley.analyzer.capture.TeeSource;
import parley.analyzer.capture.WarmUp;
import parley.analyzer.os.LiveCaptureException;
import parley.analyzer.os.LiveCaptureException.Kind;
import parley.analyzer.pipeline.AnalysisOptions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code live}: decodes an interface while it happens, until Ctrl-C. */
@Command(
        name = "live",
        header = "Decode what is on an interface while it happens; Ctrl-C ends.",
        mixinStandardHelpOptions = true)
public final class LiveCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PIPE",
            arity = "0..1",
            description =
                    "A - reads a capture from standard input, while another program makes it, in place of an interface.")
    private @Nullable String input;

    @Mixin
    private CapturingOptions capturing = new CapturingOptions();

    @ArgGroup(exclusive = false, heading = "%nThrough a relay in place of an interface, with no privilege:%n")
    private @Nullable RelayEnds relay;

    @Option(names = "-w", paramLabel = "FILE", description = "Write the packets to this pcapng file meanwhile.")
    private @Nullable Path packets;

    @Option(names = "-o", paramLabel = "DIR", description = "Write the reports here at the end.")
    private @Nullable Path output;

    @Option(names = "-v", description = "Show each segment, not only messages.")
    private boolean verbose;

    @Mixin
    private DecoderOptions decoders = new DecoderOptions();

    @Mixin
    private ReassemblyOptions reassembly = new ReassemblyOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        boolean pipe = input != null;
        if (pipe && !"-".equals(input)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "live reads an interface (-i) or, with -, a capture on standard input; analyze reads " + input);
        }
        AnalysisOptions options = decoders.applyTo(reassembly.applyTo(AnalysisOptions.DEFAULT), spec);
        try (StopOnSignal stop = new StopOnSignal();
                PacketSource source = open(pipe)) {
            stop.of(source);
            PrintWriter err = spec.commandLine().getErr();
            err.println(from(pipe) + "; Ctrl-C ends");
            err.flush();
            long captured = new LiveRun(spec, pipe, verbose, packets, output).run(source, options);
            if (captured == 0 && !pipe && relay == null) {
                err.println(capturing.whyNothing(spec));
                err.flush();
            }
        }
        return 0;
    }

    private String from(boolean pipe) throws IOException {
        if (pipe) {
            return "reading standard input";
        }
        return relay == null ? "capturing on " + capturing.description() : relay.description();
    }

    private PacketSource open(boolean pipe) throws IOException {
        PacketSource live = pipe ? openStandardInput() : openLive();
        if (packets == null) {
            return pipe ? live : new QueuedSource(live);
        }
        try {
            PacketSource kept = new TeeSource(live, PcapngWriter.create(packets, live));
            return pipe ? kept : new QueuedSource(kept);
        } catch (IOException unwritable) {
            live.close();
            throw unwritable;
        }
    }

    private PacketSource openStandardInput() throws IOException {
        if (relay != null) {
            throw new ParameterException(spec.commandLine(), "only one of - and --listen can be given");
        }
        return capturing.openStandardInput(spec);
    }

    private PacketSource openLive() throws IOException {
        RelayEnds through = relay;
        if (through != null) {
            return capturing.openThrough(through, spec);
        }
        try {
            WarmUp.ofQueue();
            return capturing.open(spec);
        } catch (LiveCaptureException impossible) {
            if (impossible.kind() != Kind.NO_LIBRARY && impossible.kind() != Kind.NO_PERMISSION) {
                throw impossible;
            }
            throw new IOException(
                    impossible.getMessage() + "; or let clients call a relay: live --listen 10001 --to 127.0.0.1:10000",
                    impossible);
        }
    }
}

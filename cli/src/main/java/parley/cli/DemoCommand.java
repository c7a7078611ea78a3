package parley.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisDepth;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.command.PrivilegeOptions;
import parley.analyzer.command.Terminal;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.os.OutputDirectory;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.MessageText;
import parley.analyzer.report.ReportDirectory;
import parley.analyzer.report.ReportSink;
import parley.analyzer.report.TerminalSummary;
import parley.client.Transport;
import parley.client.play.PlayEvent;
import parley.client.play.PlayResult;
import parley.client.play.Script;
import parley.client.play.ScriptPlayer;
import parley.protocol.ChatLimits;
import parley.server.ChatServer;
import parley.server.ServerOptions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code demo}: a conversation of four users, captured as it happens, decoded, and written down; and with {@code --web}
 * a page to go on with.
 */
@Command(
        name = "demo",
        header = "The main job in one go: a conversation, captured live, decoded and written down.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final String HOST = "127.0.0.1";
    private static final int FRAMES_WIDTH = 40;

    @Option(
            names = "-o",
            paramLabel = "DIR",
            description = "Where the capture and the reports go (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("parley-demo");

    @Mixin
    private PrivilegeOptions privileges = new PrivilegeOptions();

    @ArgGroup(exclusive = false)
    private DemoPage.@Nullable Options page;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new IOException(directory + " is a file: name a directory with -o");
        }
        DemoPage demoPage = page == null ? null : new DemoPage(page, err());
        try (ChatServer server = startServer()) {
            return converse(server, demoPage);
        }
    }

    private int converse(ChatServer server, @Nullable DemoPage demoPage) throws IOException, InterruptedException {
        DemoCapture capture = DemoCapture.open(server.address(), line -> say("%s", line));
        try (PacketSource source = capture.source()) {
            Script script = prepare(server);
            return demoPage == null
                    ? withoutPage(server, script, capture)
                    : withPage(server, script, capture, demoPage);
        }
    }

    /** The script, in the directory, which is that of whom root becomes: nothing is written before. */
    private Script prepare(ChatServer server) throws IOException {
        privileges.dropRoot(spec);
        try {
            OutputDirectory made = OutputDirectory.make(directory);
            try {
                Script script = Script.read(Samples.copy(Samples.SCRIPT, directory));
                say("chat server on %s:%d", HOST, server.address().getPort());
                return script;
            } finally {
                made.removeIfEmpty();
            }
        } catch (AccessDeniedException denied) {
            throw new IOException(directory + " may not be written to: name another directory with -o", denied);
        }
    }

    private int withoutPage(ChatServer server, Script script, DemoCapture capture)
            throws IOException, InterruptedException {
        PlayResult played;
        Analysis.Result result;
        try (LiveAnalysis live = LiveAnalysis.reporting(capture.source(), capture(), directory, out())) {
            played = play(capture.called(), script);
            server.close();
            result = live.stop();
        }
        conclude(result);
        return exitCode(played);
    }

    private int withPage(ChatServer server, Script script, DemoCapture capture, DemoPage demoPage)
            throws IOException, InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        WireRecorder recorder = new WireRecorder(capture.description());
        try (LiveAnalysis live =
                LiveAnalysis.recording(capture.source(), capture(), recorder, out(), ended::countDown)) {
            PlayResult played = play(capture.called(), script);
            live.catchUp();
            conclude(report(capture(), List.of()));
            demoPage.serve(server, capture.called(), capture.watcher(recorder), ended, () -> summarize(live));
            return exitCode(played);
        }
    }

    private PlayResult play(InetSocketAddress called, Script script) throws IOException, InterruptedException {
        return new ScriptPlayer(called, Transport.PLAIN, this::tellTrouble).play(script);
    }

    private static int exitCode(PlayResult played) {
        return played.complete() ? 0 : 1;
    }

    /** Writes the reports of all that was captured. */
    private void summarize(LiveAnalysis live) throws IOException, InterruptedException {
        live.stop();
        // Closing writes into the file what was lost, which the reports tell.
        live.close();
        out().println();
        report(
                capture(),
                List.of(new TerminalSummary(out(), Terminal.columns(), Terminal.colours(), AnalysisDepth.FINDINGS)));
        out().println("Reports    " + directory);
        out().flush();
    }

    private Analysis.Result report(Path packets, List<ReportSink> more) throws IOException {
        try (PacketSource source = CaptureFile.open(packets);
                ReportDirectory reports = ReportDirectory.openAll(directory, String.valueOf(packets.getFileName()))) {
            List<ReportSink> sinks = new ArrayList<>(reports.sinks());
            sinks.addAll(more);
            return new Analysis(AnalysisOptions.DEFAULT, sinks, List.of()).run(source);
        }
    }

    private Path capture() {
        return directory.resolve("capture.pcapng");
    }

    private ChatServer startServer() throws IOException {
        ServerOptions options = ServerOptions.defaults();
        try {
            return ChatServer.start(options.withAddress(HOST, ChatLimits.PORT));
        } catch (IOException taken) {
            if (!(taken.getCause() instanceof BindException)) {
                throw taken;
            }
            say("port %d is taken, the demo uses another", ChatLimits.PORT);
            return ChatServer.start(options.withAddress(HOST, 0));
        }
    }

    /** The live lines show the conversation; this tells what they cannot. */
    private void tellTrouble(PlayEvent event) {
        if (event instanceof PlayEvent.Connected connected && connected.portTaken()) {
            say(
                    "local port %d is taken, %s calls from %d",
                    connected.askedPort(), connected.user(), connected.localPort());
        } else if (event instanceof PlayEvent.Missing missing) {
            say("%s: %s", missing.user(), missing.what());
        }
    }

    /** What was found to be there; what was found to be absent is in the reports. */
    private void conclude(Analysis.Result result) {
        List<Finding> proven = result.findings().stream()
                .filter(finding -> !finding.evidence().isEmpty())
                .toList();
        PrintWriter out = out();
        out.println();
        out.println(proven.size() + " findings:");
        for (Finding finding : proven) {
            String frames = finding.evidence().count() == 1 ? "frame " : "frames ";
            out.println("  " + finding.layer() + ": " + MessageText.visible(finding.statement()) + "  (" + frames
                    + clipped(finding.evidence()) + ")");
        }
        out.println();
        out.println("the capture and the reports are in " + directory + ": read report.md first");
        out.flush();
    }

    /** findings.csv has all of them. */
    private static String clipped(FrameSet frames) {
        String text = frames.toString();
        return text.length() <= FRAMES_WIDTH ? text : text.substring(0, text.lastIndexOf(',', FRAMES_WIDTH) + 1) + "…";
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private void say(String format, Object... values) {
        err().println("parley: " + String.format(format, values));
        err().flush();
    }
}

package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import parley.analyzer.capture.CaptureFault;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.report.CaptureInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code capinfo}: what a capture file is and holds. */
@Command(name = "capinfo", header = "Tell what a capture file is and holds.", mixinStandardHelpOptions = true)
public final class CapinfoCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A pcap or pcapng file, compressed or not; - reads standard input.")
    private Path file = Path.of("-");

    @Option(names = "--json", description = "Write JSON: an object.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        CaptureInfo info;
        try (PacketSource source = CaptureFile.openOrStandardInput(file)) {
            info = CaptureInfo.of(file.toString(), Files.isRegularFile(file) ? Files.size(file) : -1, source);
        }
        if (json) {
            info.writeJson(out);
        } else {
            info.writeText(out);
        }
        out.flush();
        CaptureFault fault = info.fault();
        if (fault != null) {
            CaptureNotes.tellFault(spec.commandLine().getErr(), file, fault, info.packets(), "counted");
        }
        return 0;
    }
}

package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** {@code capinfo}: what capture files are and hold, each for itself. */
@Command(name = "capinfo", header = "Tell what capture files are and hold.", mixinStandardHelpOptions = true)
public final class CapinfoCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Pcap or pcapng files, also compressed or alone in an archive; - reads standard input.")
    private List<Path> files = List.of();

    @Option(names = "--json", description = "Write JSON: an object, of several files an array of objects.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<CaptureInfo> infos = new ArrayList<>();
        for (Path file : files) {
            try (PacketSource source = ProgressSource.watch(
                    CaptureFile.openOrStandardInput(file),
                    List.of(file),
                    spec.commandLine().getErr())) {
                infos.add(CaptureInfo.of(file.toString(), Files.isRegularFile(file) ? Files.size(file) : -1, source));
            }
        }
        if (json) {
            writeJson(infos, out);
        } else {
            writeText(infos, out);
        }
        out.flush();
        for (int i = 0; i < infos.size(); i++) {
            CaptureFault fault = infos.get(i).fault();
            if (fault != null) {
                CaptureNotes.tellFault(
                        spec.commandLine().getErr(),
                        files.get(i),
                        fault,
                        infos.get(i).packets(),
                        "counted");
            }
        }
        return 0;
    }

    private static void writeText(List<CaptureInfo> infos, PrintWriter out) {
        for (int i = 0; i < infos.size(); i++) {
            if (i > 0) {
                out.println();
            }
            infos.get(i).writeText(out);
        }
    }

    private static void writeJson(List<CaptureInfo> infos, PrintWriter out) throws IOException {
        if (infos.size() == 1) {
            infos.getFirst().writeJson(out);
            return;
        }
        for (int i = 0; i < infos.size(); i++) {
            out.print(i == 0 ? "[" : ",");
            infos.get(i).writeJson(out);
        }
        out.println("]");
    }
}

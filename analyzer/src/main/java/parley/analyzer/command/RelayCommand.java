package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.PcapngWriter;
import parley.analyzer.capture.TeeSource;
import parley.analyzer.capture.relay.RelaySource;
import parley.analyzer.findings.Words;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code relay}: carries connections to a server and writes them as packets, until Ctrl-C. */
@Command(
        name = "relay",
        header = "Carry TCP connections on to a server and write them as packets: capturing without a privilege.",
        description = {
            "%nClients connect to the relay as they would to the server. The file has their conversations with the"
                    + " server as a capture beside the server would: octets, order and times as they passed; handshakes,"
                    + " segments and acknowledgments as the relay's own account, which the file's comment says."
        },
        mixinStandardHelpOptions = true)
public final class RelayCommand implements Callable<Integer> {
    @ArgGroup(exclusive = false, multiplicity = "1")
    private RelayEnds ends = new RelayEnds();

    @Option(
            names = "-w",
            required = true,
            paramLabel = "FILE",
            description = "Write the packets to this pcapng file, which can be read meanwhile.")
    private Path packets = Path.of("");

    @Mixin
    private PrivilegeOptions privileges = new PrivilegeOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        try (StopOnSignal stop = new StopOnSignal();
                RelaySource relay = ends.open(err)) {
            privileges.dropRoot(spec);
            long written;
            try (PacketSource source = new TeeSource(relay, PcapngWriter.create(packets, relay))) {
                stop.of(relay);
                err.println(ends.description() + "; Ctrl-C ends");
                err.flush();
                written = carry(source);
            }
            err.println(Words.count(relay.connections(), "connection") + " with " + Words.count(relay.octets(), "byte")
                    + " carried; " + Words.count(written, "packet") + (written == 1 ? " is in " : " are in ")
                    + packets);
            err.flush();
        }
        return 0;
    }

    /** Every packet is written as it is given. */
    private static long carry(PacketSource source) throws IOException {
        Packet packet = new Packet();
        long count = 0;
        while (source.next(packet)) {
            count = packet.number();
        }
        return count;
    }
}

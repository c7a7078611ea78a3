package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.relay.RelaySource;
import parley.protocol.HostPort;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** From where to where a relay carries connections, for the commands that have one. */
final class RelayEnds {
    private static final String HOST = "127.0.0.1";
    private static final int TROUBLES_SAID = 100;

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "[H:]P",
            converter = Listening.class,
            description = "Where clients connect to the relay, on " + HOST + " without H; port 0 for any free one.")
    private InetSocketAddress listen = InetSocketAddress.createUnresolved(HOST, 0);

    @Option(
            names = "--to",
            required = true,
            paramLabel = "H[:P]",
            converter = Target.class,
            description = "The server that they are carried on to; port 10000 without P.")
    private InetSocketAddress to = InetSocketAddress.createUnresolved(HOST, 0);

    private @Nullable RelaySource opened;

    /** Opens the relay; what goes wrong with its first connections is said as it happens. */
    RelaySource open(PrintWriter err) throws IOException {
        AtomicInteger troubles = new AtomicInteger();
        RelaySource relay = RelaySource.open(listen, to, line -> {
            int number = troubles.getAndIncrement();
            if (number < TROUBLES_SAID) {
                say(err, "parley: " + line);
            } else if (number == TROUBLES_SAID) {
                say(err, "parley: what goes wrong with further connections is not said; their packets tell it");
            }
        });
        InetAddress here = relay.address().getAddress();
        if (!here.isLoopbackAddress()) {
            say(
                    err,
                    "parley: everybody who reaches port " + relay.address().getPort()
                            + " of this machine is carried on to " + HostPort.format(relay.target()));
        }
        opened = relay;
        return relay;
    }

    /** From where to where it carries, once it is open, for people: {@code relaying 127.0.0.1:10001 to 127.0.0.1:10000}. */
    String description() {
        RelaySource relay = Objects.requireNonNull(opened, "the relay is not open");
        return "relaying " + HostPort.format(relay.address()) + " to " + HostPort.format(relay.target());
    }

    private static void say(PrintWriter err, String line) {
        err.println(line);
        err.flush();
    }

    /** Reads {@code [H:]P}. */
    static final class Listening implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String value) {
            try {
                return HostPort.parseListening(value, HOST);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }

    /** Reads {@code H[:P]}. */
    static final class Target implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String value) {
            try {
                return HostPort.parse(value);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }
}

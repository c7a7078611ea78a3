package parley.client.command;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import parley.client.Transport;
import parley.client.tls.Tls;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a client reaches its server: options that several commands have. */
@SuppressWarnings("NullAway.Init")
final class TlsOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--tls", description = "Speak TLS, and check the server's certificate.")
    private boolean tls;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "Whom to trust, in PEM: who vouches for the server, or its own certificate."
                    + " Default: whom the JDK trusts.")
    private @Nullable Path authorities;

    @Option(names = "--tls-insecure", description = "Speak TLS, but take any certificate.")
    private boolean insecure;

    Transport transport() throws IOException {
        if (insecure && authorities != null) {
            throw new ParameterException(spec.commandLine(), "--tls-ca and --tls-insecure exclude each other");
        }
        if (authorities != null) {
            return Tls.trusting(authorities);
        }
        if (insecure) {
            return Tls.trustingAnybody();
        }
        return tls ? Tls.trustingKnown() : Transport.PLAIN;
    }
}

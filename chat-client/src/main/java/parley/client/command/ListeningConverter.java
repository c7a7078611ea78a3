package parley.client.command;

import java.net.InetSocketAddress;
import parley.client.web.WebOptions;
import parley.protocol.HostPort;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code [H:]P} options, which say where a page is. */
public final class ListeningConverter implements ITypeConverter<InetSocketAddress> {
    @Override
    public InetSocketAddress convert(String value) {
        try {
            return HostPort.parseListening(value, WebOptions.DEFAULT_HOST);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }
}

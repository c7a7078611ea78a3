package parley.analyzer.command;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code H:P}; an IPv6 address stands in brackets. */
final class TargetConverter implements ITypeConverter<InetSocketAddress> {
    private static final Pattern SYNTAX = Pattern.compile("(?:\\[([^]]+)]|([^\\[\\]:\\s]+)):(\\d{1,5})");
    private static final int HIGHEST_PORT = 65535;

    @Override
    public InetSocketAddress convert(String value) {
        Matcher matcher = SYNTAX.matcher(value);
        int port = matcher.matches() ? Integer.parseInt(matcher.group(3)) : 0;
        if (port == 0 || port > HIGHEST_PORT) {
            throw new TypeConversionException("'" + value + "' is not HOST:PORT");
        }
        return InetSocketAddress.createUnresolved(matcher.group(1) == null ? matcher.group(2) : matcher.group(1), port);
    }
}

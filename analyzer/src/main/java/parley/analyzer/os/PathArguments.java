package parley.analyzer.os;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Paths as the command line names them, byte by byte. A file's name may be in no character set, or in another one than the
 * locale's; Java decodes arguments by the locale and replaces what it cannot decode. Here such a byte is kept as a lone
 * surrogate, U+DC80 to U+DCFF, as Python keeps it (PEP 383). Calls nothing native.
 */
public final class PathArguments {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final Path ROOT = Path.of("/");
    private static final String REPLACED = "\uFFFD";
    private static final int ESCAPE = 0xdc00;
    private static final int FIRST_ESCAPED = ESCAPE + 0x80;
    private static final int LAST_ESCAPED = ESCAPE + 0xff;

    private PathArguments() {}

    /** The arguments of this process, as its main method got them, with what decoding has replaced; on Linux. */
    public static String[] restored(String... arguments) {
        if (Arrays.stream(arguments).noneMatch(argument -> argument.contains(REPLACED))) {
            return arguments;
        }
        try {
            List<byte[]> exact = split(Files.readAllBytes(COMMAND_LINE));
            int others = exact.size() - arguments.length;
            String[] restored = arguments.clone();
            for (int i = 0; i < restored.length; i++) {
                if (others >= 0 && restored[i].contains(REPLACED)) {
                    restored[i] = decoded(exact.get(others + i));
                }
            }
            return restored;
        } catch (IOException noLinux) {
            return arguments;
        }
    }

    private static List<byte[]> split(byte[] terminated) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < terminated.length; i++) {
            if (terminated[i] == 0) {
                parts.add(Arrays.copyOfRange(terminated, start, i));
                start = i + 1;
            }
        }
        return parts;
    }

    private static String decoded(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        for (CoderResult result = decoder.decode(in, out, true);
                result.isError();
                result = decoder.decode(in, out, true)) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPE + (in.get() & 0xff)));
            }
        }
        return out.flip().toString();
    }

    /**
     * The path that an argument, or a part of one, names.
     *
     * @throws InvalidPathException if no file can have that name
     */
    public static Path path(String argument) {
        if (!isEscaped(argument)) {
            try {
                return Path.of(argument);
            } catch (InvalidPathException undecodable) {
                // The locale's character set does not have it; the file system does.
                if (File.separatorChar != '/' || argument.indexOf('\0') >= 0) {
                    throw undecodable;
                }
            }
        }
        StringBuilder uri = new StringBuilder("file:///");
        argument.codePoints().forEach(character -> append(character, uri));
        Path absolute = Path.of(URI.create(uri.toString()));
        return argument.startsWith("/") ? absolute : absolute.subpath(0, absolute.getNameCount());
    }

    private static boolean isEscaped(String argument) {
        return argument.codePoints().anyMatch(PathArguments::isEscape);
    }

    private static boolean isEscape(int character) {
        return character >= FIRST_ESCAPED && character <= LAST_ESCAPED;
    }

    private static void append(int character, StringBuilder uri) {
        if (character == '/') {
            uri.append('/');
        } else if (isEscape(character)) {
            append((byte) character, uri);
        } else {
            for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                append(octet, uri);
            }
        }
    }

    private static void append(byte octet, StringBuilder uri) {
        uri.append('%').append(String.format("%02x", octet));
    }

    /** The last name of a path as {@link #path} would take it. */
    public static String name(Path path) {
        Path name = Objects.requireNonNull(path.getFileName());
        if (!name.toString().contains(REPLACED)) {
            return name.toString();
        }
        String escaped = ROOT.resolve(name).toUri().getRawPath().substring(1);
        byte[] bytes = new byte[escaped.length()];
        int length = 0;
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                bytes[length++] = (byte) Integer.parseInt(escaped, i + 1, i + 3, 16);
                i += 2;
            } else {
                bytes[length++] = (byte) escaped.charAt(i);
            }
        }
        return decoded(Arrays.copyOf(bytes, length));
    }
}

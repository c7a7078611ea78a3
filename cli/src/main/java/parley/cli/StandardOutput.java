package parley.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Standard output in UTF-8 that does not swallow failures. A {@link PrintStream} only takes a note when its reader has
 * gone or the disk is full, and a command would go on to the end for nobody; here the first write that fails throws
 * {@link UncheckedIOException} through the PrintStream to whoever printed.
 *
 * <p>Any thread may print.
 */
final class StandardOutput extends FilterOutputStream {
    private volatile boolean readerGone;

    StandardOutput(OutputStream out) {
        super(out);
    }

    /** Makes the process's standard output one of these, and its standard error UTF-8. */
    static StandardOutput install() {
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        System.setOut(output.printStream());
        System.setErr(new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.err)), true, StandardCharsets.UTF_8));
        return output;
    }

    PrintStream printStream() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    /** Whether a write has failed because the other end of the pipe is closed, as with {@code | head}. */
    boolean readerGone() {
        return readerGone;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        try {
            out.write(bytes, from, count);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            readerGone |= reason.toLowerCase(Locale.ROOT).contains("pipe");
            throw new UncheckedIOException(new IOException("standard output: " + reason, e));
        }
    }
}

package parley.cli;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in one line: what is wrong, where, what to do. */
final class Failures {
    /** Control characters of file names and the like must not reach the terminal. */
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}+");

    /** Picocli names Java's types. */
    private static final Pattern NOT_A_NUMBER = Pattern.compile("is not an? (int|long|short)$");

    private static final Pattern EXCLUSIVE =
            Pattern.compile("^Error: (.*) are mutually exclusive \\(specify only one\\)$");

    private Failures() {}

    /** Prints {@code parley: MESSAGE}; the stack trace too where it is asked for. */
    static void print(PrintWriter err, String message, Throwable failure, boolean debug) {
        err.print("parley: " + CONTROLS.matcher(message).replaceAll(" ").strip() + "\n");
        if (debug) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    /** The line for wrong usage, with where to read the right one. */
    static String ofUsage(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String help = "'" + command.getCommandSpec().qualifiedName() + " --help'";
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            String meant = near.isEmpty() ? "" : ", did you mean " + near.getFirst() + "?";
            if (command.getParent() == null && !unmatched.isUnknownOption()) {
                return "no such command: " + unmatched.getUnmatched().getFirst() + (meant.isEmpty() ? "" : meant) + " ("
                        + help + " lists them)";
            }
            return wrong.getMessage() + meant + " (see " + help + ")";
        }
        String message = wrong instanceof MissingParameterException missing
                        && missing.getMissing().getFirst().group() != null
                ? goesWith(missing.getMissing().getFirst())
                : EXCLUSIVE.matcher(String.valueOf(wrong.getMessage())).replaceFirst("only one of $1 can be given");
        return NOT_A_NUMBER.matcher(message).replaceFirst("is not a whole number") + " (see " + help + ")";
    }

    /** An option of a group without the one that the group is about. */
    private static String goesWith(ArgSpec needed) {
        List<String> others = Objects.requireNonNull(needed.group()).args().stream()
                .filter(arg -> arg != needed)
                .map(Failures::name)
                .toList();
        return String.join(" and ", others) + (others.size() == 1 ? " goes with " : " go with ") + name(needed);
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }

    /** The line for a failure. An IOException of our own says everything itself; one from the JDK often says a path. */
    static String of(Throwable failure) {
        return switch (failure) {
            case UncheckedIOException wrapped -> of(Objects.requireNonNull(wrapped.getCause()));
            case FileSystemException file -> ofFile(file);
            case IOException io -> ofIo(io);
            case OutOfMemoryError memory ->
                "out of memory at " + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MiB; set JDK_JAVA_OPTIONS=-Xmx4g (or more) and run again";
            default -> "internal error: " + failure + "; run again with --debug and report it";
        };
    }

    private static String ofFile(FileSystemException e) {
        String file = e.getFile();
        if (file == null) {
            return ofIo(e);
        }
        return switch (e) {
            case NoSuchFileException missing -> file + ": no such file or directory";
            case AccessDeniedException denied -> file + ": permission denied";
            case FileAlreadyExistsException exists -> file + ": exists already";
            case NotDirectoryException notDirectory -> file + ": not a directory";
            case DirectoryNotEmptyException notEmpty -> file + ": the directory is not empty";
            default -> file + ": " + (e.getReason() == null ? "cannot be used" : e.getReason());
        };
    }

    private static String ofIo(IOException e) {
        @Nullable String message = e.getMessage();
        return switch (e) {
            case UnknownHostException host -> message + ": no such host";
            case CharacterCodingException coding -> "the input is not UTF-8";
            case EOFException end -> message == null ? "the input ended too early" : message;
            case FileNotFoundException missing when message != null -> message;
            case BindException bind
            when "Address already in use".equals(message) ->
                "the port is in use already; choose another, or end the program that has it";
            case ConnectException refused
            when "Connection refused".equals(message) -> "connection refused; is the server running, and on that port?";
            default -> message == null ? e.getClass().getSimpleName() : ofBareReason(message);
        };
    }

    private static String ofBareReason(String message) {
        return message.equals("Is a directory") ? "a directory was named where a file is needed" : message;
    }
}

package parley.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import parley.analyzer.os.Interrupt;
import parley.analyzer.os.PathArguments;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The command {@code parley}. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 ended by Ctrl-C, 141 when whoever read
 * standard output has gone.
 */
@Command(
        name = "parley",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        header = "A reference TCP chat, and the toolkit that shows, explains and replays what is on its wire.",
        commandListHeading = "%nCommands:%n",
        footer = {"", "'parley COMMAND --help' explains a command."})
public final class Parley implements Runnable {
    private static final int READER_GONE = 141;

    /** The JVM's own with -XX:+ExitOnOutOfMemoryError. */
    private static final int OUT_OF_MEMORY = 3;

    private final BooleanSupplier readerGone;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "With an error, show where in the program it came from.")
    private boolean debug;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Parley(BooleanSupplier readerGone) {
        this.readerGone = readerGone;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String... args) {
        System.exit(run(args));
    }

    /** Runs the command on the process's standard streams and returns its exit code. */
    static int run(String... args) {
        if (Commands.runsOn(args)) {
            Interrupt.heed();
        }
        StandardOutput output = StandardOutput.install();
        return run(output::readerGone, Commands.neededFor(args), PathArguments.restored(args));
    }

    /**
     * Runs one of some commands on what System.out and System.err are.
     *
     * @param readerGone whether nobody reads standard output any more: then the end is quiet
     */
    static int run(BooleanSupplier readerGone, List<Class<?>> commands, String... args) {
        Parley parley = new Parley(readerGone);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> parley.threadFailed(failure, err));
        try {
            return parley.commandLine(commands, err).execute(args);
        } catch (Throwable failure) {
            return parley.failed(failure, err);
        }
    }

    private CommandLine commandLine(List<Class<?>> commands, PrintWriter err) {
        CommandLine line = new CommandLine(this);
        commands.forEach(line::addSubcommand);
        shareVersion(line);
        return line.registerConverter(Path.class, Parley::path)
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(err)
                .setParameterExceptionHandler((wrong, args) -> misused(wrong, err))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command, err));
    }

    private static Path path(String named) {
        if (named.isEmpty()) {
            throw new TypeConversionException("it is empty; is a variable unset?");
        }
        try {
            return PathArguments.path(named);
        } catch (InvalidPathException impossible) {
            throw new TypeConversionException("no file can be called '" + named + "'");
        }
    }

    private static void shareVersion(CommandLine line) {
        for (CommandLine command : line.getSubcommands().values()) {
            command.getCommandSpec().versionProvider(new Version());
            shareVersion(command);
        }
    }

    private int misused(ParameterException wrong, PrintWriter err) {
        Failures.print(err, Failures.ofUsage(wrong), wrong, debug);
        return CommandLine.ExitCode.USAGE;
    }

    /** Of commands whose exit code tells what they found, another one says that they failed. */
    private int failed(Throwable failure, CommandLine command, PrintWriter err) {
        int code = failed(failure, err);
        return code == CommandLine.ExitCode.SOFTWARE ? command.getCommandSpec().exitCodeOnExecutionException() : code;
    }

    /** Without memory, which any thread may find first, nothing goes on: half a server is worse than one that is started anew. */
    private void threadFailed(Throwable failure, PrintWriter err) {
        failed(failure, err);
        if (failure instanceof OutOfMemoryError) {
            Runtime.getRuntime().halt(OUT_OF_MEMORY);
        }
    }

    private int failed(Throwable failure, PrintWriter err) {
        if (readerGone.getAsBoolean()) {
            return READER_GONE;
        }
        Failures.print(err, Failures.of(failure), failure, debug);
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}

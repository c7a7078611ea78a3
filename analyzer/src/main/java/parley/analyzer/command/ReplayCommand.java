package parley.analyzer.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code replay}: what was captured, once more; its subcommands say what of it and to whom. */
@Command(
        name = "replay",
        header = "Play a capture again: its packets onto an interface, its clients against a server, or its server.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {ReplayPacketsCommand.class, ReplayClientCommand.class, ReplayServerCommand.class})
public final class ReplayCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to replay");
    }
}

package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Decoders;
import parley.analyzer.os.Npcap;
import parley.analyzer.os.Privileges;
import parley.analyzer.os.SystemUser;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options {@code -Z} and {@code --no-drop}, of every command that captures or sends packets: whom root becomes. */
public final class PrivilegeOptions {
    @ArgGroup
    private @Nullable Choice choice;

    /** Either of the two. */
    private static final class Choice {
        @Option(
                names = "-Z",
                paramLabel = "USER",
                description = "As root: become this user once the interface is open. Without it, who called sudo.")
        private @Nullable String user;

        @Option(names = "--no-drop", description = "As root: stay root, and write files that belong to root.")
        private boolean stay;
    }

    /**
     * Gives up root for good where this is root: for the user of {@code -Z}, or who called sudo. To be called once the
     * interfaces are open and before the first file is created; prints one line that says what has become of root.
     *
     * @throws ParameterException if {@code -Z} names nobody, or nobody that this process could become
     * @throws IOException if root cannot be given up; the command is not to go on
     */
    public void dropRoot(CommandSpec spec) throws IOException {
        dropRoot(spec, "stays root, to whom the files will belong", "nothing was captured");
    }

    /** The same for a command that sends packets and writes no files. */
    void dropRootToSend(CommandSpec spec) throws IOException {
        dropRoot(spec, "stays root", "nothing was sent");
    }

    private void dropRoot(CommandSpec spec, String staysRoot, String undone) throws IOException {
        Choice chosen = choice;
        String login = chosen == null ? null : chosen.user;
        if (!Privileges.isRoot()) {
            if (login != null) {
                throw new ParameterException(spec.commandLine(), whyNot(login));
            }
            return;
        }
        if (chosen != null && chosen.stay) {
            return;
        }
        Optional<SystemUser> user =
                login == null ? SystemUser.whoCalledSudo(System.getenv()) : Optional.of(named(login, spec));
        if (user.isEmpty()) {
            say(staysRoot + "; -Z USER becomes another user", spec);
        } else if (!user.get().isRoot()) {
            // Decoders are looked for in Parley's own jar, which may be where only root may look.
            Objects.requireNonNull(Decoders.BUILT_IN);
            Privileges.dropTo(user.get(), undone);
            say("gave up root, goes on as " + user.get(), spec);
        }
    }

    private static SystemUser named(String login, CommandSpec spec) {
        return SystemUser.named(login)
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "-Z: there is no user " + login));
    }

    private static String whyNot(String login) {
        return Npcap.isThisSystems()
                ? "-Z is not there on Windows, where capturing needs no root that could be given up"
                : "-Z: only root can become " + login;
    }

    private static void say(String what, CommandSpec spec) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("parley: " + what);
        err.flush();
    }
}

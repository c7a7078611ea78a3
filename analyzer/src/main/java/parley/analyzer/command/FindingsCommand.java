package parley.analyzer.command;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parley.analyzer.findings.Catalogue;
import parley.analyzer.report.CatalogueText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code findings}: what can be stated of a capture, by which rule and with which evidence. */
@Command(
        name = "findings",
        header = "List what can be found in a capture, and by which rule.",
        mixinStandardHelpOptions = true)
public final class FindingsCommand implements Callable<Integer> {
    /** What ID may be. */
    static final class Ids implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return new Catalogue().ids().iterator();
        }
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            completionCandidates = Ids.class,
            description = "Tell all about this one, with its evidence and an example.")
    private @Nullable String id;

    @Option(names = "--markdown", description = "Print the catalogue as Markdown.")
    private boolean markdown;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String wanted = id;
        if (wanted == null) {
            out.print(markdown ? CatalogueText.markdown() : CatalogueText.list(Terminal.columns()));
        } else {
            Catalogue.Entry kind = new Catalogue()
                    .of(wanted)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(), "no finding is called " + wanted + "; parley findings lists all"));
            out.print(CatalogueText.details(kind, Terminal.columns()));
        }
        out.flush();
        return 0;
    }
}

package parley.replay;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link Replay} and {@link Capture} do. */
final class ReplayExtension implements ParameterResolver, AfterTestExecutionCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(ReplayExtension.class);
    /** Which of several runs of a method it is, in an identifier of JUnit's. */
    private static final Pattern RUN = Pattern.compile("#(\\d+)]$");

    /** The plays of a test. */
    private static final class Plays {
        private final List<Outcome> outcomes = new ArrayList<>();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return (type == Recording.class && replay(context).isPresent())
                || (type == Wire.class && capture(context).isPresent());
    }

    private static Optional<Replay> replay(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), Replay.class);
    }

    private static Optional<Capture> capture(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getTestMethod(), Capture.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), Capture.class));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Recording.class ? recording(context) : wire(context);
    }

    private static Recording recording(ExtensionContext context) {
        Replay replay = replay(context).orElseThrow();
        OptionalLong stream = replay.stream() < 0 ? OptionalLong.empty() : OptionalLong.of(replay.stream());
        try {
            return Recording.of(
                    file(replay.value(), context.getRequiredTestClass()), stream, plays(context).outcomes::add);
        } catch (IOException unreadable) {
            throw new ParameterResolutionException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    private static Path file(String named, Class<?> test) {
        Path file = Path.of(named);
        URL resource = Files.exists(file) ? null : test.getResource(named);
        try {
            return resource == null || !resource.getProtocol().equals("file") ? file : Path.of(resource.toURI());
        } catch (URISyntaxException never) {
            throw new ParameterResolutionException(resource + " is no file", never);
        }
    }

    private static Plays plays(ExtensionContext context) {
        return context.getStore(OURS).getOrComputeIfAbsent(Plays.class, type -> new Plays(), Plays.class);
    }

    private static Wire wire(ExtensionContext context) {
        Path directory = Path.of(capture(context).orElseThrow().value()).toAbsolutePath();
        return context.getStore(OURS)
                .getOrComputeIfAbsent(Wire.class, type -> new Wire(directory, name(context)), Wire.class);
    }

    /** {@code LobbyTest.aMessageArrives}, with its number where a method runs several times. */
    private static String name(ExtensionContext context) {
        Matcher run = RUN.matcher(context.getUniqueId());
        return context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName() + (run.find() ? "." + run.group(1) : "");
    }

    /** A recording is there to be played, and without a difference. */
    @Override
    public void afterTestExecution(ExtensionContext context) {
        Plays plays = context.getStore(OURS).get(Plays.class, Plays.class);
        if (plays == null || context.getExecutionException().isPresent()) {
            return;
        }
        if (plays.outcomes.isEmpty()) {
            throw new AssertionError("the recording was not played: recording.to(host, port).play() plays it");
        }
        plays.outcomes.forEach(Outcome::requireNoDifference);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        Wire wire = context.getStore(OURS).get(Wire.class, Wire.class);
        if (wire == null) {
            return;
        }
        List<Path> files = wire.end();
        Optional<Throwable> failure = context.getExecutionException();
        if (failure.isEmpty()) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } else if (!files.isEmpty()) {
            String where = files.stream().map(Path::toString).collect(Collectors.joining(" and "));
            context.publishReportEntry("capture", where);
            failure.get().addSuppressed(new KeptCapture("what the test did on the wire is in " + where));
        }
        wire.troubles().forEach(trouble -> context.publishReportEntry("relay", trouble));
    }
}

package parley.analyzer.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.RecordingLimits;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** When a capture ends, and when it goes on in another file: dumpcap's options, in dumpcap's words and meanings. */
final class CaptureConditions {
    /** As in dumpcap. */
    private static final int OCTETS_PER_KB = 1000;

    private static final String DURATION = "duration";
    private static final String FILE_SIZE = "filesize";
    private static final String PACKETS = "packets";
    private static final String FILES = "files";

    @Option(names = "-c", paramLabel = "N", description = "End after N packets.")
    private @Nullable Long count;

    @Option(
            names = {"-a", "--autostop"},
            paramLabel = "WHAT:N",
            description = "End after: duration:SECONDS, filesize:KB, packets:N, or files:N of the -b ones.")
    private List<String> ends = new ArrayList<>();

    @Option(
            names = {"-b", "--ring-buffer"},
            paramLabel = "WHAT:N",
            description = "Go on in another file after: duration:SECONDS, filesize:KB, packets:N; files:N keeps the"
                    + " last N files.")
    private List<String> switches = new ArrayList<>();

    /**
     * @param nanos how long the capture runs; 0 for as long as one likes
     * @param packets how many there are at most; 0 for as many as come
     * @param octets after the packet with which a file has as many, the capture ends; 0 for no such limit
     * @param files how the packets are spread over files
     */
    record Parsed(long nanos, long packets, long octets, RecordingLimits files) {}

    /** @throws CommandLine.ParameterException if one of them is no condition, or makes no sense beside the others */
    Parsed parse(CommandSpec spec) {
        Map<String, Long> end = parse(spec, "-a", ends);
        Map<String, Long> next = parse(spec, "-b", switches);
        RecordingLimits files = new RecordingLimits(
                next.getOrDefault(FILE_SIZE, 0L) * OCTETS_PER_KB,
                TimeUnit.SECONDS.toNanos(next.getOrDefault(DURATION, 0L)),
                next.getOrDefault(PACKETS, 0L),
                Math.toIntExact(next.getOrDefault(FILES, 0L)),
                Math.toIntExact(end.getOrDefault(FILES, 0L)));
        if (!files.numbersFiles() && (files.filesKept() > 0 || files.filesAtMost() > 0)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "files:N needs to know when a file is full: add -b filesize:KB, -b duration:SECONDS or -b packets:N");
        }
        if (count != null && count < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "-c is at least 1, not " + count);
        }
        long packets = end.getOrDefault(PACKETS, 0L);
        if (count != null) {
            packets = packets == 0 ? count : Math.min(count, packets);
        }
        return new Parsed(
                TimeUnit.SECONDS.toNanos(end.getOrDefault(DURATION, 0L)),
                packets,
                end.getOrDefault(FILE_SIZE, 0L) * OCTETS_PER_KB,
                files);
    }

    private static Map<String, Long> parse(CommandSpec spec, String option, List<String> conditions) {
        Map<String, Long> parsed = new HashMap<>();
        for (String condition : conditions) {
            int colon = condition.indexOf(':');
            String what = colon < 0 ? condition : condition.substring(0, colon);
            long number = colon < 0 ? 0 : number(condition.substring(colon + 1));
            if (!List.of(DURATION, FILE_SIZE, PACKETS, FILES).contains(what) || number < 1) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "%s %s is none of duration:SECONDS, filesize:KB, packets:N and files:N, with a whole number from 1 to %d"
                                .formatted(option, condition, Integer.MAX_VALUE));
            }
            parsed.put(what, number);
        }
        return parsed;
    }

    /** 0 where it is none. */
    private static long number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}

package parley.analyzer.command;

import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.SortedSource;
import parley.analyzer.wire.DedupedSource;
import picocli.CommandLine.Option;

/** How a capture is put right before it is read. */
final class ArrangingOptions {
    @Option(
            names = "--sort",
            description = "Read the packets in the order of their times, not of the file; frames are numbered so.")
    private boolean sort;

    @Option(
            names = "--dedupe",
            description = "Leave out packets that were captured twice; frames are numbered without them.")
    private boolean dedupe;

    /** The packets as they are to be read; closing it closes the source. */
    PacketSource arrange(PacketSource source) {
        PacketSource sorted = sort ? new SortedSource(source) : source;
        return dedupe ? new DedupedSource(sorted) : sorted;
    }
}

package parley.analyzer.command;

import java.io.IOException;
import java.nio.file.Path;
import parley.analyzer.capture.ForwardingSource;
import parley.analyzer.capture.FreeSpace;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.findings.Words;

/**
 * A source that fails before the disk of the reports is full, so that these end whole: of a few packed megabytes a
 * capture may come that has no end.
 */
final class WhileDiskLasts extends ForwardingSource {
    private final FreeSpace space;
    private final Path reports;
    private long packets;

    WhileDiskLasts(PacketSource source, FreeSpace space, Path reports) {
        super(source);
        this.space = space;
        this.reports = reports;
    }

    /** @throws IOException also if the disk is short of space; the message is a whole sentence for the user */
    @Override
    public boolean next(Packet packet) throws IOException {
        if (space.isShort()) {
            throw new IOException("only " + space.keptMebibytes() + " MiB are free on the disk of " + reports
                    + ": stopped after " + Words.count(packets, "packet")
                    + "; free some space, or name a directory on another disk with -o");
        }
        boolean there = source().next(packet);
        packets += there ? 1 : 0;
        return there;
    }
}

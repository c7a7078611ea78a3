package parley.analyzer.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.capture.CaptureFault;

/** What every command that reads a capture says about it. */
final class CaptureNotes {
    private CaptureNotes() {}

    /** Says where and why a capture breaks off, if it does. */
    static void tellFault(PrintWriter err, Path file, AnalysisSummary summary) {
        summary.fault().ifPresent(fault -> tellFault(err, file, fault, summary.packets(), "analyzed"));
    }

    /**
     * Says it of one file.
     *
     * @param packets of this file
     * @param done what was done with the packets before
     */
    static void tellFault(PrintWriter err, Path file, CaptureFault fault, long packets, String done) {
        err.printf(
                "parley: %s cannot be read past byte %d: %s; %s%n",
                file, fault.offset(), fault.reason(), before(packets, done));
        err.flush();
    }

    private static String before(long packets, String done) {
        if (packets == 0) {
            return "no packet stands before that";
        }
        return packets == 1 ? "the packet before is " + done : "the " + packets + " packets before are " + done;
    }

    /** @throws NoSuchStreamException where the capture has no connection of that number */
    static void requireStream(String file, long stream, AnalysisSummary summary) throws NoSuchStreamException {
        if (stream < 0 || stream >= summary.connections()) {
            throw new NoSuchStreamException(file + " has no " + there(stream, summary.connections()));
        }
    }

    private static String there(long stream, long count) {
        if (count == 0) {
            return "TCP connection";
        }
        return "stream " + stream + (count == 1 ? "; its only one is 0" : "; its streams are 0 to " + (count - 1));
    }
}

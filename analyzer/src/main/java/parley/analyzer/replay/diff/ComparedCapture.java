package parley.analyzer.replay.diff;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.replay.recording.RecordedConversation;

/**
 * One of two captures.
 *
 * @param name of its file
 * @param transports all connections, also those that carried nothing, by their numbers
 */
public record ComparedCapture(
        String name, RecordedConversation recording, Map<Long, Transport> transports, AnalysisSummary summary) {
    public ComparedCapture {
        transports = Map.copyOf(transports);
    }

    /**
     * Reads a capture to its end.
     *
     * @throws IOException if the source fails
     */
    public static ComparedCapture read(String name, PacketSource source, AnalysisOptions options) throws IOException {
        TransportRecorder transports = new TransportRecorder();
        RecordedConversation.Read read = RecordedConversation.read(source, options, List.of(transports));
        return new ComparedCapture(
                name, read.recording(), transports.transports(), read.result().summary());
    }
}

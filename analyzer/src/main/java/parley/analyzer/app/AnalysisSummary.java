package parley.analyzer.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.analyzer.capture.CaptureFault;
import parley.analyzer.capture.CaptureInterface;

/**
 * What is known once the capture has ended.
 *
 * @param packets frames read
 * @param firstNanos when the first was captured, in nanoseconds since the epoch; 0 where there is none
 * @param lastNanos the latest timestamp
 * @param timestampDigits decimal digits of a second that the finest timestamps have
 * @param interfaces that packets were captured on
 * @param dropped packets that the capturing system saw and did not keep
 * @param fault what ended the capture before its time
 * @param connections TCP connections seen
 * @param limits those of the analysis that were reached
 * @param undecodedLinkTypes packets of link types that are not decoded, by LINKTYPE_ number
 * @param faultyPackets packets whose headers do not make sense
 * @param relayed whether a relay made the packets from what it carried
 */
public record AnalysisSummary(
        long packets,
        long firstNanos,
        long lastNanos,
        int timestampDigits,
        List<CaptureInterface> interfaces,
        long dropped,
        Optional<CaptureFault> fault,
        long connections,
        LimitsReached limits,
        Map<Integer, Long> undecodedLinkTypes,
        long faultyPackets,
        boolean relayed) {}

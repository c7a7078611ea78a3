package parley.analyzer.pipeline;

import java.util.OptionalLong;
import parley.analyzer.app.DecodeAs;
import parley.analyzer.tcp.ReassemblyLimits;

/**
 * How a capture is analyzed.
 *
 * @param stream the one connection that is analyzed, by its number; empty for all
 * @param checksums whether checksums are verified, which takes a look at every octet
 */
public record AnalysisOptions(DecodeAs decodeAs, ReassemblyLimits limits, OptionalLong stream, boolean checksums) {
    public static final AnalysisOptions DEFAULT =
            new AnalysisOptions(DecodeAs.AUTOMATIC, ReassemblyLimits.DEFAULT, OptionalLong.empty(), false);

    /** The same with other decoders. */
    public AnalysisOptions withDecoders(DecodeAs decoders) {
        return new AnalysisOptions(decoders, limits, stream, checksums);
    }

    /** The same for one connection, or for all. */
    public AnalysisOptions withStream(OptionalLong index) {
        return new AnalysisOptions(decodeAs, limits, index, checksums);
    }

    /** The same with checksums verified or not. */
    public AnalysisOptions withChecksums(boolean verified) {
        return new AnalysisOptions(decodeAs, limits, stream, verified);
    }

    boolean wants(long index) {
        return stream.isEmpty() || stream.getAsLong() == index;
    }
}

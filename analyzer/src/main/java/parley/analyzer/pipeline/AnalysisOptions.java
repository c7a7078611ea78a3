package parley.analyzer.pipeline;

import java.util.OptionalLong;
import parley.analyzer.app.DecodeAs;
import parley.analyzer.tcp.ReassemblyLimits;

/**
 * How a capture is analyzed.
 *
 * @param stream the one connection that is analyzed, by its number; empty for all
 */
public record AnalysisOptions(DecodeAs decodeAs, ReassemblyLimits limits, OptionalLong stream) {
    public static final AnalysisOptions DEFAULT =
            new AnalysisOptions(DecodeAs.AUTOMATIC, ReassemblyLimits.DEFAULT, OptionalLong.empty());

    boolean wants(long index) {
        return stream.isEmpty() || stream.getAsLong() == index;
    }
}

package parley.analyzer.pipeline;

import java.util.OptionalLong;
import parley.analyzer.app.AnalysisDepth;
import parley.analyzer.app.DecodeAs;
import parley.analyzer.app.Decoders;
import parley.analyzer.tcp.Overlap;
import parley.analyzer.tcp.ReassemblyLimits;

/**
 * How a capture is analyzed.
 *
 * @param decoders those to choose from
 * @param overlap which octets count where segments overlap
 * @param stream the one connection that is analyzed, by its number; empty for all
 * @param checksums whether checksums are verified, which takes a look at every octet
 * @param depth how far the analysis goes
 */
public record AnalysisOptions(
        DecodeAs decodeAs,
        Decoders decoders,
        ReassemblyLimits limits,
        Overlap overlap,
        OptionalLong stream,
        boolean checksums,
        AnalysisDepth depth) {
    public static final AnalysisOptions DEFAULT = new AnalysisOptions(
            DecodeAs.AUTOMATIC,
            Decoders.BUILT_IN,
            ReassemblyLimits.DEFAULT,
            Overlap.FIRST,
            OptionalLong.empty(),
            false,
            AnalysisDepth.FINDINGS);

    /** The same with streams decoded as the user says. */
    public AnalysisOptions withDecoders(DecodeAs wanted) {
        return new AnalysisOptions(wanted, decoders, limits, overlap, stream, checksums, depth);
    }

    /** The same with these decoders to choose from. */
    public AnalysisOptions withDecoders(Decoders installed) {
        return new AnalysisOptions(decodeAs, installed, limits, overlap, stream, checksums, depth);
    }

    /** The same with these octets counting where segments overlap. */
    public AnalysisOptions withOverlap(Overlap wanted) {
        return new AnalysisOptions(decodeAs, decoders, limits, wanted, stream, checksums, depth);
    }

    /** The same for one connection, or for all. */
    public AnalysisOptions withStream(OptionalLong index) {
        return new AnalysisOptions(decodeAs, decoders, limits, overlap, index, checksums, depth);
    }

    /** The same with checksums verified or not. */
    public AnalysisOptions withChecksums(boolean verified) {
        return new AnalysisOptions(decodeAs, decoders, limits, overlap, stream, verified, depth);
    }

    /** The same, not further than this. */
    public AnalysisOptions withDepth(AnalysisDepth furthest) {
        return new AnalysisOptions(decodeAs, decoders, limits, overlap, stream, checksums, furthest);
    }

    boolean wants(long index) {
        return stream.isEmpty() || stream.getAsLong() == index;
    }
}

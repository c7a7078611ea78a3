package parley.analyzer.replay.client;

import java.time.Duration;
import java.util.List;
import parley.analyzer.replay.comparison.Verdict;

/**
 * What has become of a replay.
 *
 * @param empty connections of the recording that carried nothing and were not played
 * @param took how long it took
 */
public record ReplayResult(List<PlayedTrack> tracks, int empty, Duration took) {
    public ReplayResult {
        tracks = List.copyOf(tracks);
    }

    /** How many answers have that verdict. */
    public long count(Verdict verdict) {
        return tracks.stream().mapToLong(track -> track.count(verdict)).sum();
    }

    /** How many answers are differences. */
    public long differences() {
        return tracks.stream().mapToLong(track -> track.differences().size()).sum();
    }

    /** Whether there was anything to compare. */
    public boolean isComparable() {
        return tracks.stream().anyMatch(track -> track.expected() > 0);
    }
}

package parley.analyzer.replay.play;

import java.time.Duration;
import java.util.List;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.comparison.Verdict;

/**
 * What has become of a replay.
 *
 * @param side which was played
 * @param empty connections of the recording that carried nothing and were not played
 * @param strangers connections that came besides the recorded ones
 * @param partly whether it was ended before its end
 * @param took how long it took
 */
public record ReplayResult(
        Direction side, List<PlayedTrack> tracks, int empty, int strangers, boolean partly, Duration took) {
    public ReplayResult {
        tracks = List.copyOf(tracks);
    }

    /** How many answers have that verdict. */
    public long count(Verdict verdict) {
        return tracks.stream().mapToLong(track -> track.count(verdict)).sum();
    }

    /** How many answers are differences; a connection too many is one, too. */
    public long differences() {
        return strangers
                + tracks.stream().mapToLong(track -> track.differences().size()).sum();
    }

    /** Whether any connection was played. */
    public boolean isPlayed() {
        return tracks.stream().anyMatch(PlayedTrack::connected);
    }

    /** Whether there was anything to compare. */
    public boolean isComparable() {
        return isPlayed() && tracks.stream().anyMatch(track -> track.expected() > 0);
    }
}

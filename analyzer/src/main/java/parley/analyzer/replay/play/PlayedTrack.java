package parley.analyzer.replay.play;

import java.util.List;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Verdict;
import parley.analyzer.replay.recording.Track;

/**
 * What has become of a connection.
 *
 * @param connected whether it was played at all
 * @param sent how many pieces the played side has sent
 * @param answers what was expected and what came
 */
public record PlayedTrack(Track track, boolean connected, int sent, List<Answer> answers) {
    public PlayedTrack {
        answers = List.copyOf(answers);
    }

    /** How many answers have that verdict. */
    public long count(Verdict verdict) {
        return answers.stream().filter(answer -> answer.verdict() == verdict).count();
    }

    /** Those that are differences. */
    public List<Answer> differences() {
        return answers.stream().filter(answer -> !answer.verdict().isFine()).toList();
    }

    /** How many pieces of the recording were expected. */
    public long expected() {
        return answers.stream().filter(answer -> answer.expected() != null).count();
    }
}

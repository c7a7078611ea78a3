package parley.analyzer.replay.comparison;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.recording.Piece;

/**
 * Names that are others in the replay. They are changed where a line addresses somebody or tells of somebody, and never
 * in what users say.
 */
public record Renames(Map<String, String> names) {
    public static final Renames NONE = new Renames(Map.of());

    public Renames {
        names = Map.copyOf(names);
    }

    /** What a user is called in the replay. */
    public String name(String name) {
        return names.getOrDefault(name, name);
    }

    /** What is sent in the replay for a piece. */
    public byte[] sent(Piece piece) {
        DecodedMessage message = piece.message();
        if (names.isEmpty() || message == null) {
            return piece.octets();
        }
        String line = new String(piece.octets(), StandardCharsets.UTF_8);
        if (!Arrays.equals(line.getBytes(StandardCharsets.UTF_8), piece.octets())) {
            return piece.octets();
        }
        int text = Rules.USERS_WORDS.contains(message.kind()) ? line.lastIndexOf(message.text()) : line.length();
        return (words(line.substring(0, Math.max(0, text))) + line.substring(Math.max(0, text)))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What the captured message would be under the names of the replay. */
    DecodedMessage expected(DecodedMessage message) {
        if (names.isEmpty()) {
            return message;
        }
        boolean isUsersWords = message.direction() == Direction.CLIENT
                ? Rules.USERS_WORDS.contains(message.kind())
                : !message.sender().equals(DecodedMessage.SERVER);
        List<String> recipients = message.recipients().stream().map(this::name).toList();
        return new DecodedMessage(
                message.direction(),
                message.kind(),
                name(message.sender()),
                recipients,
                isUsersWords ? message.text() : words(message.text()),
                message.start(),
                message.end(),
                message.forwards(),
                message.boundary());
    }

    private String words(String text) {
        String any = names.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.compile("(?<![\\p{L}\\p{N}_.-])(?:" + any + ")(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])")
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(name(found.group())));
    }
}

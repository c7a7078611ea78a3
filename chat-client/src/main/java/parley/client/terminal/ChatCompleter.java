package parley.client.terminal;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;
import parley.protocol.Names;

/** Completes words of the protocol and names, each where it may stand. */
final class ChatCompleter implements Completer {
    private static final List<Word> LOBBY = List.of(
            new Word("to ", "write to somebody"),
            new Word("accept ", "a private chat"),
            new Word("reject ", "a private chat"),
            new Word("who ", "is online"),
            new Word("help", "words and keys"),
            new Word("exit", "leave"));
    private static final List<Word> PRIVATE =
            List.of(new Word("leave", "the private chat"), new Word("exit", "leave the server"));

    /** {@code to A, B, } before a recipient, with or without a sender. */
    private static final Pattern TO = Pattern.compile("(?:(?<sender>\\S+) +)?to +(?<recipients>(?:[^\\s,]+ *, *)*)");

    /** The same with the recipient behind it, and a blank. */
    private static final Pattern CHOSEN = Pattern.compile(TO.pattern() + "[^\\s,]+ +");

    private record Word(String text, @Nullable String meaning) {}

    private final ChatState state;
    private final Consumer<String> lookup;

    /** @param lookup asks the server for names that begin so, where it does not tell who is online; may take a while */
    ChatCompleter(ChatState state, Consumer<String> lookup) {
        this.state = state;
        this.lookup = lookup;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String before = line.line().substring(0, line.cursor() - line.wordCursor());
        words(before, line.word())
                .map(word -> new Candidate(word.text(), word.text().strip(), null, word.meaning(), null, null, false))
                .forEach(candidates::add);
    }

    private Stream<Word> words(String before, String word) {
        return switch (state.standing()) {
            case BEGINNING, NAMING -> Stream.of();
            case PRIVATE -> before.isEmpty() ? PRIVATE.stream() : Stream.of();
            case LOBBY -> inLobby(before, word);
        };
    }

    private Stream<Word> inLobby(String before, String word) {
        switch (before.strip()) {
            case "":
                return Stream.concat(LOBBY.stream(), names(word).map(name -> new Word(name, "ask for a private chat")));
            case "accept", "reject":
                return plain(state.askers().stream());
            case "who":
                return plain(names(word));
            default:
                break;
        }
        Matcher chosen = CHOSEN.matcher(before);
        if (word.isEmpty() && chosen.matches() && isMine(chosen.group("sender"))) {
            return Stream.of(new Word("- ", "then the message"), new Word(", ", "and somebody else"));
        }
        if (state.isMe(before.strip())) {
            return Stream.of(new Word("to ", null));
        }
        Matcher to = TO.matcher(before);
        return to.matches() && isMine(to.group("sender")) ? recipients(to.group("recipients"), word) : Stream.of();
    }

    private boolean isMine(@Nullable String sender) {
        return sender == null || state.isMe(sender);
    }

    private Stream<Word> recipients(String already, String word) {
        List<String> taken = Stream.of(already.split(",", -1))
                .map(name -> Names.key(name.strip()))
                .toList();
        List<String> names =
                names(word).filter(name -> !taken.contains(Names.key(name))).toList();
        if (names.size() == 1 && Names.key(names.getFirst()).equals(Names.key(word))) {
            return Stream.of(
                    new Word(names.getFirst() + " - ", "then the message"),
                    new Word(names.getFirst() + ", ", "and somebody else"));
        }
        return names.stream().map(name -> new Word(name + " ", null));
    }

    /** Names that begin with a word, as they are written; only such as a server may give out. */
    private Stream<String> names(String word) {
        if (!state.hasPresence() && !word.isEmpty()) {
            lookup.accept(word);
        }
        String key = Names.key(word);
        return state.others().stream()
                .filter(name ->
                        Names.key(name).startsWith(key) && Names.refusal(name).isEmpty());
    }

    private static Stream<Word> plain(Stream<String> names) {
        return names.map(name -> new Word(name, null));
    }
}

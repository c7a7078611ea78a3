package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import parley.client.session.SessionEvent;

class ChatCompleterTest {
    private final ChatState state = new ChatState();
    private final List<String> lookedUp = new ArrayList<>();
    private final ChatCompleter completer = new ChatCompleter(state, this::lookUp);

    ChatCompleterTest() {
        state.apply(new SessionEvent.Connected(1));
        state.apply(new SessionEvent.Named("Ofir", false));
        state.apply(new SessionEvent.Online(List.of("Emily", "Hodaya", "Ofir", "Roony")));
    }

    @Test
    void aLineBeginsWithAWordOrWithANameOfSomebodyElse() throws IOException {
        assertEquals(
                List.of("to ", "accept ", "reject ", "who ", "help", "exit", "Emily", "Hodaya", "Roony"),
                completed(""));
    }

    @Test
    void recipientsAreCompletedAfterToAndAfterCommas() throws IOException {
        assertEquals(List.of("Emily ", "Hodaya ", "Roony "), completed("to "));
        assertEquals(List.of("Roony "), completed("Ofir to ro"));
        assertEquals(List.of("Emily ", "Hodaya "), completed("ofir to Roony, "));
        assertEquals(List.of("Hodaya "), completed("to Roony,Emily,h"));
    }

    @Test
    void aWholeNameLeadsToTheMessageOrToSomebodyElse() throws IOException {
        assertEquals(List.of("Roony - ", "Roony, "), completed("to Emily, roony"));
    }

    @Test
    void behindAChosenNameStandsTheMessageOrSomebodyElse() throws IOException {
        assertEquals(List.of("- ", ", "), completed("to Emily, Roony "));
        assertEquals(List.of("- ", ", "), completed("Ofir to Roony "));
        assertEquals(List.of(), completed("Emily to Roony "));
        assertEquals(List.of("Emily ", "Hodaya "), completed("to Roony , "));
    }

    @Test
    void nothingIsCompletedInAMessageOrAfterAnotherSender() throws IOException {
        assertEquals(List.of(), completed("to Roony - em"));
        assertEquals(List.of(), completed("Emily to ro"));
    }

    @Test
    void onlyThoseWhoAskAreCompletedForAnAnswer() throws IOException {
        assertEquals(List.of(), completed("accept "));
        state.apply(new SessionEvent.RequestFrom("Emily"));
        assertEquals(List.of("Emily"), completed("accept "));
        assertEquals(List.of("Emily"), completed("reject e"));
        state.apply(new SessionEvent.RequestOver("Emily"));
        assertEquals(List.of(), completed("reject "));
    }

    @Test
    void inAPrivateChatOnlyItsEndIsAWord() throws IOException {
        state.apply(new SessionEvent.PrivateBegan("Emily"));
        assertEquals(List.of("leave", "exit"), completed(""));
        assertEquals(List.of(), completed("to "));
    }

    @Test
    void withoutPresenceTheServerIsAskedForNamesThatBeginSo() throws IOException {
        state.apply(new SessionEvent.PresenceOff(1001));
        assertEquals(List.of("Dana ", "David "), completed("to Roony, da"));
        assertEquals(List.of("da"), lookedUp);
        assertEquals(List.of("Dana", "David", "Emily", "Hodaya", "Roony"), completed("who "));
        assertEquals(List.of("da"), lookedUp);
    }

    @Test
    void aNameThatNobodyMayHaveIsNotCompleted() throws IOException {
        state.apply(new SessionEvent.Joined(List.of("\u001b[2J", "two words")));
        assertEquals(List.of("Emily ", "Hodaya ", "Roony "), completed("to "));
    }

    @Test
    void namesInOtherScriptsAreCompleted() throws IOException {
        state.apply(new SessionEvent.Joined(List.of("הודיה", "日本")));
        assertEquals(List.of("הודיה "), completed("to הו"));
        assertEquals(List.of("日本 "), completed("to Emily,日"));
    }

    private void lookUp(String prefix) {
        lookedUp.add(prefix);
        state.apply(new SessionEvent.Found(prefix, List.of("Dana", "David"), false));
    }

    private List<String> completed(String line) throws IOException {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(new DumbTerminal(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream()))
                .build();
        List<Candidate> candidates = new ArrayList<>();
        completer.complete(
                reader, new ChatLineParser().parse(line, line.length(), Parser.ParseContext.COMPLETE), candidates);
        String word = line.substring(line.lastIndexOf(' ') + 1).replaceFirst(".*,", "");
        return candidates.stream()
                .map(Candidate::value)
                .filter(value -> value.regionMatches(true, 0, word, 0, word.length()))
                .toList();
    }
}

package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.client.StreamRange;
import parley.client.session.LinePlace;
import parley.client.session.SessionEvent;

class PromptTest {
    private static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 10000);
    private static final SessionEvent MESSAGE = new SessionEvent.Message(
            "Roony", List.of("Ofir"), "hi", new LinePlace(HERE, HERE, Instant.EPOCH, false, new StreamRange(0, 1)));

    private final ChatState state = new ChatState();

    @Test
    void aNameIsAskedForOnlyWhereOneIsWanted() {
        assertPrompt("> ", "Parley");
        state.apply(new SessionEvent.Connected(1));
        state.apply(new SessionEvent.NameWanted(null));
        assertPrompt("name> ", "Parley");
    }

    @Test
    void unreadMessagesAreCountedUntilTheNextKey() {
        named();
        assertPrompt("Ofir> ", "Ofir - Parley");
        state.apply(MESSAGE);
        state.apply(MESSAGE);
        assertPrompt("Ofir (2)> ", "(2) Ofir - Parley");
        state.keyPressed();
        assertPrompt("Ofir> ", "Ofir - Parley");
    }

    @Test
    void aPrivateChatShowsThePartner() {
        named();
        state.apply(new SessionEvent.PrivateBegan("Emily"));
        state.apply(MESSAGE);
        assertPrompt("Ofir ⇄ Emily (1)> ", "(1) Ofir ⇄ Emily - Parley");
        state.apply(new SessionEvent.PrivateBegan("you"));
        assertPrompt("Ofir ⇄ “you” (1)> ", "(1) Ofir ⇄ “you” - Parley");
        state.apply(new SessionEvent.PrivateEnded("you", "you"));
        state.keyPressed();
        assertPrompt("Ofir> ", "Ofir - Parley");
    }

    @Test
    void aLostConnectionShowsUntilItIsBack() {
        named();
        state.apply(new SessionEvent.PrivateBegan("Emily"));
        state.apply(MESSAGE);
        state.apply(new SessionEvent.Disconnected("gone", Duration.ofSeconds(1)));
        assertPrompt("Ofir (offline, 1)> ", "(offline, 1) Ofir - Parley");
        named();
        assertPrompt("Ofir (1)> ", "(1) Ofir - Parley");
    }

    @Test
    void aNameLostToSomebodyElseIsAskedForAgain() {
        named();
        state.apply(new SessionEvent.NameWanted("Ofir is taken"));
        assertPrompt("name> ", "Parley");
    }

    private void named() {
        state.apply(new SessionEvent.Connected(1));
        state.apply(new SessionEvent.Named("Ofir", false));
    }

    private void assertPrompt(String text, String title) {
        Prompt prompt = Prompt.of(state, Palette.MANY);
        assertEquals(text, prompt.text().toString());
        assertEquals(title, prompt.title());
        assertEquals(text, Prompt.of(state, Palette.NONE).text().toAnsi());
    }
}

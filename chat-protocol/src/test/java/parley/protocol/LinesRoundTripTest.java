package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import parley.protocol.ClientLine.State;

/** Random lines of both directions: what is formatted reads back as the same value, and any text is read as something. */
class LinesRoundTripTest {
    private static final int LINES = 20_000;
    private static final String NAME_CHARACTERS = "abcXYZ019_-.אבגд中日";
    private static final List<String> PIECES = List.of(
            " ",
            " to ",
            " - ",
            ", ",
            ",",
            ":",
            ": ",
            "to",
            "-",
            "who",
            "accept",
            "exit",
            "leave",
            "online:",
            "hello",
            "error: ",
            "ended",
            " by ",
            "שלום",
            "你好",
            "\t",
            "A",
            "B",
            "presence: off, ",
            "7",
            " online");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void aFormattedClientLineReadsBack() {
        for (int i = 0; i < LINES; i++) {
            ClientLine value = clientLine();
            State state = value instanceof ClientLine.Name
                    ? State.OPENING
                    : value instanceof ClientLine.Text ? State.PRIVATE : State.LOBBY;
            assertEquals(value, ClientLine.parse(value.format(), state), this::seeded);
        }
    }

    @Test
    void aFormattedServerLineReadsBack() {
        for (int i = 0; i < LINES; i++) {
            ServerLine value = serverLine();
            assertEquals(value, ServerLine.parse(value.format()), this::seeded);
        }
    }

    @Test
    void anyTextIsReadAndSaysTheSameAgain() {
        for (int i = 0; i < LINES; i++) {
            String text = text();
            for (State state : State.values()) {
                ClientLine line = ClientLine.parse(text, state);
                assertEquals(line, ClientLine.parse(line.format(), state), this::seeded);
            }
            ServerLine line = ServerLine.parse(text);
            assertEquals(line, ServerLine.parse(line.format()), this::seeded);
            ServerLine.Text said = new ServerLine.Text(name(), text);
            assertEquals(said, FirstDialect.parse(said.format()), this::seeded);
        }
    }

    @Test
    void aDashIsNoRecipient() {
        for (String text : List.of("A to B,- - text", "A to B, - - text", "A to -,B - text", "A to - - text")) {
            assertEquals(new ClientLine.Unknown(text), ClientLine.parse(text, State.LOBBY));
        }
    }

    private String seeded() {
        return "seed " + seed;
    }

    private ClientLine clientLine() {
        return oneOf(List.of(
                () -> new ClientLine.Name(name()),
                () -> new ClientLine.Direct(name(), names(), text()),
                () -> new ClientLine.Ask(name()),
                () -> new ClientLine.Accept(random.nextBoolean() ? name() : null),
                () -> new ClientLine.Reject(random.nextBoolean() ? name() : null),
                () -> new ClientLine.Who(random.nextBoolean() ? name() : null),
                ClientLine.Exit::new,
                ClientLine.Help::new,
                ClientLine.Leave::new,
                () -> new ClientLine.Text("text " + text())));
    }

    private ServerLine serverLine() {
        return oneOf(List.of(
                () -> new ServerLine.Hello(name()),
                () -> new ServerLine.Online(names()),
                () -> new ServerLine.OnlineMore(names()),
                () -> new ServerLine.Joined(names()),
                () -> new ServerLine.Left(names()),
                () -> new ServerLine.PresenceOff(random.nextInt(1_000_000)),
                () -> new ServerLine.Direct(name(), names(), text()),
                () -> new ServerLine.Requested(name()),
                () -> new ServerLine.Request(name()),
                () -> new ServerLine.Private(name()),
                () -> new ServerLine.Rejected(name()),
                () -> new ServerLine.Text(name(), text()),
                () -> new ServerLine.Ended(random.nextBoolean() ? name() : null),
                () -> new ServerLine.Menu(text()),
                () -> new ServerLine.Error(text())));
    }

    private <T> T oneOf(List<Supplier<? extends T>> makers) {
        return makers.get(random.nextInt(makers.size())).get();
    }

    private String name() {
        while (true) {
            StringBuilder name = new StringBuilder();
            int length = 1 + random.nextInt(12);
            for (int i = 0; i < length; i++) {
                name.append(NAME_CHARACTERS.charAt(random.nextInt(NAME_CHARACTERS.length())));
            }
            if (Names.refusal(name.toString()).isEmpty()) {
                return name.toString();
            }
        }
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            names.add(name());
        }
        return names;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(10);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}

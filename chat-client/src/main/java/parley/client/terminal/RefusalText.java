package parley.client.terminal;

import java.util.List;
import java.util.regex.Pattern;
import parley.client.session.SessionEvent;
import parley.protocol.ClientLine;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/** A refusal of the server's, in words next to what it is about. */
final class RefusalText {
    private static final String HOW_TO_WRITE = "; to write to somebody: to NAME - text";

    /** {@code to A, B- text} and {@code to A, B -text}, with or without a sender. */
    private static final Pattern DASH_WITHOUT_BLANK =
            Pattern.compile("^(?:\\S+ )?to (?:[^\\s,]+ *, *)*[^\\s,]+(?:- | +-\\S)");

    private final ChatState state;
    private final Palette palette;

    RefusalText(ChatState state, Palette palette) {
        this.state = state;
        this.palette = palette;
    }

    Words of(SessionEvent.Refused refused) {
        ClientLine line = refused.id() == null ? null : state.line(refused.id());
        String reason = refused.reason();
        ServerLine.Error error = new ServerLine.Error(reason);
        return switch (line) {
            case null -> words().wrong("refused: ").text(reason);
            case ClientLine.Direct direct when !error.notReached().isEmpty() -> notDelivered(direct, error);
            case ClientLine.Ask ask
            when error.equals(ServerLine.Error.notOnline(List.of(ask.name()))) ->
                words().name(ask.name())
                        .wrong(" is not online: ")
                        .text("no private chat")
                        .dim(HOW_TO_WRITE);
            case ClientLine.Ask ask
            when reason.equals(ServerLine.Error.busy(ask.name()).reason()) ->
                words().name(ask.name()).wrong(" is busy: ").text("in a private chat with somebody");
            case ClientLine.Unknown unknown
            when reason.equals(ServerLine.Error.UNKNOWN_COMMAND.reason()) ->
                words().wrong("no command: ").shortened(unknown.line()).dim(howToWrite(unknown.line()));
            default -> words().wrong("refused, " + reason + ": ").unsent(line);
        };
    }

    private static String howToWrite(String line) {
        return DASH_WITHOUT_BLANK.matcher(line).find()
                ? "; a blank is missing beside the dash: to NAME - text"
                : HOW_TO_WRITE + "; help explains more";
    }

    private Words notDelivered(ClientLine.Direct direct, ServerLine.Error error) {
        List<String> missing = error.notReached();
        List<String> keys = missing.stream().map(Names::key).toList();
        List<String> reached = direct.recipients().stream()
                .filter(name -> !keys.contains(Names.key(name)))
                .toList();
        Words words = words().wrong("not delivered to ")
                .names(missing)
                .wrong(why(error, missing.size() == 1))
                .text(direct.text());
        return reached.isEmpty()
                ? words
                : words.dim(" (").names(reached).dim(reached.size() == 1 ? " has it)" : " have it)");
    }

    private static String why(ServerLine.Error error, boolean one) {
        if (error.isTooMuchWaits()) {
            return one ? ", who has not taken earlier messages: " : ", who have not taken earlier messages: ";
        }
        return one ? ", who is not online: " : ", who are not online: ";
    }

    private Words words() {
        return new Words(state, palette);
    }
}

package parley.client.session;

import org.jspecify.annotations.Nullable;
import parley.protocol.ChatLimits;
import parley.protocol.ClientLine;
import parley.protocol.ClientLine.State;
import parley.protocol.LineText;
import parley.protocol.Names;

/** Why a line cannot be sent: the server would refuse it, or read it as something else than it is. */
final class Objections {
    private Objections() {}

    /**
     * The objection to a line, in words.
     *
     * @param user the user's name; null where there is none yet
     * @param partner in the private chat; null in the lobby
     * @return null where there is none
     */
    static @Nullable String to(Outgoing outgoing, @Nullable String user, @Nullable String partner) {
        ClientLine line = outgoing.from(user);
        String text = line.format();
        if (LineText.hasControlCharacters(text)) {
            return "a line has no line breaks or other control characters";
        }
        if (LineText.encode(text).length > ChatLimits.LINE_BYTES) {
            return "the line is too long (" + ChatLimits.LINE_BYTES + " bytes at most)";
        }
        return partner == null ? inLobby(line) : inPrivate(line, partner);
    }

    private static @Nullable String inLobby(ClientLine line) {
        return switch (line) {
            case ClientLine.Text _ -> "the private chat is over";
            case ClientLine.Leave _ -> "there is no private chat to leave";
            case ClientLine.Direct direct when direct.recipients().isEmpty() -> "it is to nobody";
            case ClientLine.Direct direct when direct.text().isBlank() -> "there is nothing in it";
            case ClientLine.Direct direct ->
                direct.recipients().stream()
                        .filter(name -> Names.refusal(name).isPresent())
                        .findFirst()
                        .map(Objections::noName)
                        .orElse(null);
            case ClientLine.Ask ask when !reads(ask) -> noName(ask.name());
            case ClientLine.Accept accept when !reads(accept) -> noName(accept.name());
            case ClientLine.Reject reject when !reads(reject) -> noName(reject.name());
            case ClientLine.Who who when !reads(who) -> "no name begins with '" + who.prefix() + "'";
            default -> null;
        };
    }

    /** Whether the server would read the line as what it is. */
    private static boolean reads(ClientLine line) {
        return ClientLine.parse(line.format(), State.LOBBY).equals(line);
    }

    private static String noName(@Nullable String name) {
        return "nobody is called '" + name + "'";
    }

    private static @Nullable String inPrivate(ClientLine line, String partner) {
        return switch (line) {
            case ClientLine.Text text when text.text().isBlank() -> "there is nothing in it";
            case ClientLine.Text text
            when !ClientLine.parse(text.text(), State.PRIVATE).equals(text) ->
                "'" + text.text() + "' alone is a command: write it with something around it";
            case ClientLine.Text _, ClientLine.Leave _, ClientLine.Exit _ -> null;
            default -> "you are in a private chat with " + partner + ": leave it first";
        };
    }
}

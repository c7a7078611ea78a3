package parley.analyzer.app.chat;

import parley.protocol.ClientLine;
import parley.protocol.ServerLine;

/** The reports' word for each kind of line. */
final class ChatKind {
    static final String UNKNOWN = "unknown";
    static final String REFUSED = "refused";

    private ChatKind() {}

    static String of(ClientLine line) {
        return switch (line) {
            case ClientLine.Name ignored -> "name";
            case ClientLine.Direct ignored -> "direct";
            case ClientLine.Ask ignored -> "request";
            case ClientLine.Accept ignored -> "accept";
            case ClientLine.Reject ignored -> "reject";
            case ClientLine.Who ignored -> "who";
            case ClientLine.Help ignored -> "help";
            case ClientLine.Leave ignored -> "leave";
            case ClientLine.Exit ignored -> "exit";
            case ClientLine.Text ignored -> "text";
            case ClientLine.Unknown ignored -> UNKNOWN;
        };
    }

    static String of(ServerLine line) {
        return switch (line) {
            case ServerLine.Welcome ignored -> "welcome";
            case ServerLine.Prompt ignored -> "prompt";
            case ServerLine.Hello ignored -> "hello";
            case ServerLine.Online ignored -> "online";
            case ServerLine.OnlineMore ignored -> "online";
            case ServerLine.Joined ignored -> "joined";
            case ServerLine.Left ignored -> "left";
            case ServerLine.PresenceOff ignored -> "presence";
            case ServerLine.PresenceOn ignored -> "presence";
            case ServerLine.Direct ignored -> "direct";
            case ServerLine.Requested ignored -> "requested";
            case ServerLine.Request ignored -> "request";
            case ServerLine.Private ignored -> "private";
            case ServerLine.Rejected ignored -> "rejected";
            case ServerLine.Text ignored -> "text";
            case ServerLine.Ended ignored -> "ended";
            case ServerLine.Menu ignored -> "menu";
            case ServerLine.Error ignored -> "error";
            case ServerLine.Goodbye ignored -> "goodbye";
            case ServerLine.Closing ignored -> "closing";
            case ServerLine.Unknown ignored -> UNKNOWN;
        };
    }
}

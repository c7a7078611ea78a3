package parley.client.web;

import parley.protocol.ClientLine;

/** What a page wants, a WebSocket frame each. */
sealed interface PageFrame {
    /** To be known by a name, and connected where there is no connection. */
    record Name(String name) implements PageFrame {}

    /** To be connected now. */
    record Connect() implements PageFrame {}

    /** A line to be sent. */
    record Line(long id, ClientLine line) implements PageFrame {}

    /** A text for the partner in the private chat. */
    record Say(long id, String partner, String text) implements PageFrame {}

    /** To leave the chat. */
    record Exit() implements PageFrame {}

    /** The frames that carried a line. */
    record Layers(long line) implements PageFrame {}

    /**
     * Reads a frame.
     *
     * @throws MalformedFrameException where it is none of the above
     */
    static PageFrame read(String json) throws MalformedFrameException {
        Fields fields = Fields.read(json);
        String what = fields.text("do");
        PageFrame frame = switch (what) {
            case "name" -> new Name(fields.text("name"));
            case "connect" -> new Connect();
            case "message" -> line(fields, new ClientLine.Direct("", fields.texts("to"), fields.text("text")));
            case "say" -> new Say(fields.positive("id"), fields.text("partner"), fields.text("text"));
            case "ask" -> line(fields, new ClientLine.Ask(fields.text("name")));
            case "accept" -> line(fields, new ClientLine.Accept(fields.text("name")));
            case "reject" -> line(fields, new ClientLine.Reject(fields.text("name")));
            case "leave" -> line(fields, new ClientLine.Leave());
            case "who" -> line(fields, new ClientLine.Who(fields.textOrNull("prefix")));
            case "help" -> line(fields, new ClientLine.Help());
            case "exit" -> new Exit();
            case "layers" -> new Layers(fields.positive("line"));
            default -> throw new MalformedFrameException("nothing is called '" + what + "'");
        };
        fields.end();
        return frame;
    }

    private static Line line(Fields fields, ClientLine line) throws MalformedFrameException {
        return new Line(fields.positive("id"), line);
    }
}

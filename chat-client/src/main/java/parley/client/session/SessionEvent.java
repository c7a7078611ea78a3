package parley.client.session;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.protocol.ClientLine;
import parley.protocol.ServerLine;

/**
 * What happens in a {@link ChatSession}. Names and texts are as the server sent them: whoever shows them makes them safe
 * for where they go.
 */
public sealed interface SessionEvent {
    /** A connection is tried. */
    record Connecting() implements SessionEvent {}

    /**
     * There is no connection: it could not be made, or it is lost. A private chat is over and open requests are void.
     * What is submitted meanwhile waits.
     *
     * @param reason in words, no full stop
     * @param retryIn when the next try is made by itself; null where none is, before a name is given or a line submitted
     */
    record Disconnected(String reason, @Nullable Duration retryIn) implements SessionEvent {}

    /**
     * There is a connection.
     *
     * @param localPort that it calls from, 1 to 65535
     */
    record Connected(int localPort) implements SessionEvent {}

    /**
     * The server wants a name and there is none to give it: answer with {@link ChatSession#name}.
     *
     * @param refusal why the last one was refused; null where none was given
     */
    record NameWanted(@Nullable String refusal) implements SessionEvent {}

    /**
     * The server knows the user: lines may be sent.
     *
     * @param again whether it is the name of before, on a new connection
     */
    record Named(String name, boolean again) implements SessionEvent {}

    /** Who is online, the user included; replaces what was known. */
    record Online(List<String> names) implements SessionEvent {}

    /** More who are online, in addition to {@link Online}; they were there already. */
    record OnlineMore(List<String> names) implements SessionEvent {}

    /** They are online from now on. */
    record Joined(List<String> names) implements SessionEvent {}

    /** They are no longer online. */
    record Left(List<String> names) implements SessionEvent {}

    /**
     * Too many are online to be listed; {@link ClientLine.Who} with the beginning of a name finds them.
     *
     * @param online how many
     */
    record PresenceOff(int online) implements SessionEvent {}

    /** The list follows, and from now on who joins and leaves. */
    record PresenceOn() implements SessionEvent {}

    /**
     * The answer to {@link ClientLine.Who}.
     *
     * @param prefix what was asked for; null for everybody
     * @param more whether these are in addition to the event before
     */
    record Found(@Nullable String prefix, List<String> names, boolean more) implements SessionEvent {}

    /** A message from the lobby, to the user and perhaps others. */
    record Message(String sender, List<String> recipients, String text, LinePlace place) implements SessionEvent {}

    /** Said by the partner in the private chat. */
    record Said(String sender, String text, LinePlace place) implements SessionEvent {}

    /** A request for a private chat has reached whom it was for. */
    record Requested(String name) implements SessionEvent {}

    /** Somebody asks for a private chat. */
    record RequestFrom(String name) implements SessionEvent {}

    /** The request of somebody who asked is void: answered, or its asker is gone. */
    record RequestOver(String name) implements SessionEvent {}

    /** A request of the user's was rejected. */
    record Rejected(String by) implements SessionEvent {}

    /** A private chat begins. */
    record PrivateBegan(String partner) implements SessionEvent {}

    /**
     * The private chat is over.
     *
     * @param by null where the user left it
     */
    record PrivateEnded(String partner, @Nullable String by) implements SessionEvent {}

    /** What may be sent. */
    record Menu(String items) implements SessionEvent {}

    /**
     * A line was taken to be sent.
     *
     * @param id the caller's
     * @param waits whether there is no connection to send it on yet
     */
    record Pending(long id, ClientLine line, boolean waits) implements SessionEvent {}

    /** The line is written to the connection. */
    record Written(long id, LinePlace place) implements SessionEvent {}

    /** The line was not sent, and will not be. */
    record NotSent(long id, ClientLine line, String reason) implements SessionEvent {}

    /**
     * The server refuses something.
     *
     * @param id of the line it refuses, where one can be told; else null
     */
    record Refused(@Nullable Long id, String reason) implements SessionEvent {}

    /** A line that is none of the protocol. */
    record Strange(ServerLine line) implements SessionEvent {}

    /** The last event: the user has said {@code exit} and the server its goodbye, or the session was closed here. */
    record Over() implements SessionEvent {}
}

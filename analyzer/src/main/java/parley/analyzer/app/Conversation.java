package parley.analyzer.app;

import parley.analyzer.tcp.Endpoint;

/** What a connection offers its decoder. */
public interface Conversation {
    /** {@code tcp.stream}. */
    long stream();

    /** Whom the client has connected to. */
    Endpoint server();

    /** Whether its first octets are those of the connection: its handshake was seen, or the half that tells where they begin. */
    default boolean fromStart() {
        return true;
    }

    /**
     * Gives out a message. Messages of one direction come in the order of their octets.
     *
     * @return its number, from 1, by which a later message may say that it passes this one on
     */
    long message(DecodedMessage message);

    /** Says who the client is, as of the message given out last; empty where that turns out not to be so. */
    void identify(String user);

    /**
     * Says that nothing that comes will change what {@link #identify} has said. Where only that is of interest decoding
     * ends there.
     */
    default void identifiedForGood() {}

    /** Says that something was forgotten or guessed because a limit on what the decoder keeps was reached. */
    default void limitReached() {}

    /**
     * Asks for one {@link ConversationDecoder#wake} once the capture's time, in nanoseconds since the epoch, reaches that;
     * replaces what was asked for before and has not come.
     */
    void wakeAt(long timestampNanos);
}

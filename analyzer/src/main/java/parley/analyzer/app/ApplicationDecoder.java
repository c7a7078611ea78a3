package parley.analyzer.app;

/**
 * A protocol over TCP. Found by {@link java.util.ServiceLoader}, among Parley's own classes and in what {@code
 * --plugin-path} names; each analysis makes its own instance, which may keep what its connections have in common. Called by the thread that owns the analysis.
 */
public interface ApplicationDecoder {
    /** The name by which {@code --decode-as PORT=NAME} asks for it, for instance {@code chat}. */
    String name();

    /** What packets.csv shows as Protocol of a packet in which a message ends, for instance {@code CHAT}. */
    String protocol();

    /**
     * Whether a connection that begins so speaks this protocol. Asked again with more octets while it says
     * {@link Recognition#NEED_MORE}, until {@link StreamStart#MAXIMUM} of each direction are there.
     */
    Recognition recognise(StreamStart start);

    /** Begins a connection that speaks this protocol. Its octets from the first on are given to what is returned. */
    ConversationDecoder open(Conversation conversation);
}

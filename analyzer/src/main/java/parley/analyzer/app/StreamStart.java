package parley.analyzer.app;

/**
 * The first octets of a connection, by which a decoder recognises its protocol.
 *
 * @param client what the client has sent so far, {@value #MAXIMUM} octets at most
 * @param server what the server has sent so far, {@value #MAXIMUM} octets at most
 * @param serverPort a hint, no more
 * @param complete whether these octets begin where the connection's data begin: its handshake was seen
 * @param asked whether {@code --decode-as} says that the connection speaks the protocol: then the port is no hint
 */
@SuppressWarnings("ArrayRecordComponent") // is never compared
public record StreamStart(byte[] client, byte[] server, int serverPort, boolean complete, boolean asked) {
    /** Octets of a direction that are kept until a protocol is recognised. */
    public static final int MAXIMUM = 4096;
}

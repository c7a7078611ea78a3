package parley.analyzer.wire;

/** The layers a packet is decoded into, from the wire upwards. */
public enum Layer {
    LINK,
    NETWORK,
    TRANSPORT
}

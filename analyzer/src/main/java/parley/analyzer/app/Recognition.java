package parley.analyzer.app;

/** What a decoder makes of the first octets of a connection. */
public enum Recognition {
    MATCH,
    NO_MATCH,
    NEED_MORE
}

package parley.analyzer.tcp;

/**
 * A connection of Multipath TCP (RFC 8684), which several TCP connections, its subflows, make up: what Wireshark 4.0
 * knows of it in order to tell which repeated acknowledgements are no duplicates. Belongs to the analysis' thread.
 */
final class Multipath {
    static final int CAPABLE = 0;
    static final int JOIN = 1;
    static final int DATA_SEQUENCE = 2;
    static final int ADD_ADDRESS = 3;
    static final int REMOVE_ADDRESS = 4;
    static final int PRIORITY = 5;
    static final int FAIL = 6;
    static final int FAST_CLOSE = 7;
    static final int RESET = 8;

    private final boolean[] hasToken = new boolean[2];
    private final boolean[] hasKey = new boolean[2];
    private final int[] versions = new int[2];
    private int operations;

    /** The subtypes of options that any subflow has had so far, as a set of bits. */
    int operations() {
        return operations;
    }

    void add(int moreOperations) {
        operations |= moreOperations;
    }

    /** The bit of a subtype in {@link #operations}; a reset has none. */
    static int operation(int subtype) {
        return subtype < RESET ? 1 << subtype : 0;
    }

    boolean hasToken(int side) {
        return hasToken[side];
    }

    void setToken(int side) {
        hasToken[side] = true;
    }

    boolean hasKey(int side) {
        return hasKey[side];
    }

    void setKey(int side, int version) {
        hasKey[side] = true;
        versions[side] = version;
    }

    int version(int side) {
        return versions[side];
    }
}

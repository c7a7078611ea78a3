package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import parley.analyzer.wire.Octets;

/**
 * Finds which subflows make up one Multipath TCP connection: a subflow joins by the token that the other side's key
 * hashes to (RFC 8684 sections 3.1 and 3.2). Tokens leave by count, the oldest first.
 */
final class MultipathTable {
    private static final int KEY = 8;
    private static final int VERSION_1 = 1;
    private static final int JOINING = 12 - 2;
    private static final int ONE_KEY = 12 - 2;
    private static final int TWO_KEYS = 20 - 2;

    private final Map<Integer, Multipath> byToken;

    MultipathTable(int mostTokens) {
        byToken = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Multipath> eldest) {
                return size() > mostTokens;
            }
        };
    }

    /**
     * Takes in an option.
     *
     * @param at offset of its value
     * @param length octets of its value
     * @param captured octets of those that are there, one at least
     */
    void see(Connection connection, Flow flow, MemorySegment data, long at, int length, int captured) {
        switch (Octets.u8(data, at) >> 4) {
            case Multipath.CAPABLE -> {
                int version = Octets.u8(data, at) & 0xf;
                if (captured >= ONE_KEY && (length == ONE_KEY || isTwoKeys(length))) {
                    key(connection, flow, version, key(data, at + 2));
                }
                if (captured >= TWO_KEYS && isTwoKeys(length)) {
                    key(connection, connection.reverse(flow), version, key(data, at + 2 + KEY));
                }
            }
            case Multipath.JOIN -> {
                if (length != JOINING) {
                    ensure(connection, flow);
                } else if (captured == length) {
                    join(connection, flow, Octets.u32(data, at + 2));
                }
            }
            default -> ensure(connection, flow);
        }
    }

    /** The third step of a handshake repeats both keys; with data it has two or four octets more. */
    private static boolean isTwoKeys(int length) {
        return length == TWO_KEYS || length == TWO_KEYS + 2 || length == TWO_KEYS + 4;
    }

    private static byte[] key(MemorySegment data, long at) {
        return data.asSlice(at, KEY).toArray(ValueLayout.JAVA_BYTE);
    }

    private void ensure(Connection connection, Flow flow) {
        if (connection.multipath() == null) {
            connection.setMultipath(new Multipath(), flow, 0);
        }
    }

    private void key(Connection connection, Flow flow, int version, byte[] key) {
        Multipath known = connection.multipath();
        if (known != null && known.hasKey(connection.multipathSide(flow))) {
            return;
        }
        Multipath found = byToken(connection, flow, token(version, key), 0);
        found.setKey(connection.multipathSide(flow), version);
    }

    private void join(Connection connection, Flow flow, int token) {
        Multipath found = byToken(connection, connection.reverse(flow), token, 1);
        if (found.version(connection.multipathSide(flow)) == VERSION_1) {
            connection.setMultipath(found, flow, 1 - connection.multipathSide(flow));
        }
    }

    /** @param newSide which side the flow is of a connection that is new */
    private Multipath byToken(Connection connection, Flow flow, int token, int newSide) {
        Multipath known = connection.multipath();
        if (known != null && known.hasToken(connection.multipathSide(flow))) {
            return known;
        }
        Multipath found = byToken.get(token);
        if (found != null) {
            connection.setMultipath(found, flow, found == known ? connection.multipathSide(flow) : 1);
            return found;
        }
        Multipath owner = known == null ? new Multipath() : known;
        int side = known == null ? newSide : known.hasToken(0) ? 1 : 0;
        connection.setMultipath(owner, flow, side);
        owner.setToken(side);
        byToken.put(token, owner);
        return owner;
    }

    /** Version 0 hashes with SHA-1, version 1 with SHA-256 (RFC 6824, RFC 8684 section 3.2). */
    private static int token(int version, byte[] key) {
        if (version > VERSION_1) {
            return 0;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance(version == VERSION_1 ? "SHA-256" : "SHA-1");
            return ByteBuffer.wrap(digest.digest(key)).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1 and SHA-256", e);
        }
    }
}

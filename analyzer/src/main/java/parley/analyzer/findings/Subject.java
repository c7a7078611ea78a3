package parley.analyzer.findings;

import parley.analyzer.tcp.Endpoint;

/** What a finding is about, where that is one thing. */
public sealed interface Subject {
    /** The capture, or several things in it. */
    record Capture() implements Subject {}

    Subject CAPTURE = new Capture();

    /** A connection, by its number, {@code tcp.stream}. */
    record OfConnection(long index) implements Subject {}

    /** A user, and where that one sends from. */
    record OfUser(String name, Endpoint endpoint) implements Subject {}

    /** Packets with this time to live, or hop limit. */
    record OfTimeToLive(int left) implements Subject {}
}

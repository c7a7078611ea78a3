package parley.analyzer.tcp;

/** What a segment with SYN does to a direction of which something is known already. */
enum Reopening {
    /** It does not open, or opens what was not known. */
    NONE,
    /** It opens with another number than before. */
    REUSED_PORTS,
    /** It is a SYN with the number that the direction began with: the same once more. */
    SAME_NUMBER
}

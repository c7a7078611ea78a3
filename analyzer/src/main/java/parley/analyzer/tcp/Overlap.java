package parley.analyzer.tcp;

/** Which octets count where segments overlap. Octets that have been given out stay as they are, either way. */
public enum Overlap {
    /** Those captured first. */
    FIRST,
    /** Those captured last, as long as octets before them are missing: until then they are held and can be replaced. */
    LAST
}

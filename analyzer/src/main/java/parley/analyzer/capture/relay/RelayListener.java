package parley.analyzer.capture.relay;

/** Hears what a relay does; called by the threads that carry its connections. */
interface RelayListener {
    /** Octets were taken from one side. */
    void carried(int octets);

    /** Something went wrong that its user should know of, in one line. */
    void trouble(String line);
}

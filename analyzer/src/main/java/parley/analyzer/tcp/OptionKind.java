package parley.analyzer.tcp;

/** IANA's numbers of TCP options that are rare. */
final class OptionKind {
    static final int ECHO = 6;
    static final int ECHO_REPLY = 7;
    static final int CC = 11;
    static final int CC_NEW = 12;
    static final int CC_ECHO = 13;
    static final int MD5 = 19;
    static final int SCPS = 20;
    /** Of any other length it extends the capabilities that were offered before (CCSDS 714.0-B-2 section 3.2.5). */
    static final int SCPS_CAPABILITIES_LENGTH = 4;

    static final int SNACK = 21;
    static final int RECORD_BOUNDARY = 22;
    static final int CORRUPTION = 23;
    static final int QUICK_START = 27;
    static final int USER_TIMEOUT = 28;
    static final int AUTHENTICATION = 29;
    static final int FAST_OPEN = 34;
    static final int RIVERBED_PROBE = 76;
    static final int RIVERBED_TRANSPARENCY = 78;
    static final int EXPERIMENT_1 = 253;
    static final int EXPERIMENT_2 = 254;

    /** The number of the experiment with which a sender asks for a rate of acknowledgements. */
    static final int EXPERIMENT_ACK_RATE = 0x00ac;

    private OptionKind() {}

    /** RFC 6994: whether two octets tell which experiment it is. */
    static boolean isExperiment(int kind) {
        return kind == EXPERIMENT_1 || kind == EXPERIMENT_2;
    }
}

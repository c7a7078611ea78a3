package parley.analyzer.capture;

/**
 * Who captured, as a section header says it (draft-ietf-opsawg-pcapng section 4.1).
 *
 * @param hardware the processor's kind
 * @param os the operating system and its release
 * @param application the program and its version
 */
record CaptureOrigin(String hardware, String os, String application) {
    /** This program on this machine; without a version where its classes are not in a jar. */
    static CaptureOrigin here() {
        String version = CaptureOrigin.class.getPackage().getImplementationVersion();
        return new CaptureOrigin(
                System.getProperty("os.arch", "unknown"),
                System.getProperty("os.name", "unknown") + " " + System.getProperty("os.version", ""),
                version == null ? "Parley" : "Parley " + version);
    }
}

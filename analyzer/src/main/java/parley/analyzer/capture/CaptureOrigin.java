package parley.analyzer.capture;

import org.jspecify.annotations.Nullable;

/**
 * Who captured, as a section header says it (draft-ietf-opsawg-pcapng section 4.1).
 *
 * @param hardware the processor's kind
 * @param os the operating system and its release
 * @param application the program and its version
 * @param comment for whoever reads the file; null for none
 */
record CaptureOrigin(
        String hardware,
        String os,
        String application,
        @Nullable String comment) {
    CaptureOrigin(String hardware, String os, String application) {
        this(hardware, os, application, null);
    }

    /** {@link #here(String)} without a comment. */
    static CaptureOrigin here() {
        return here(null);
    }

    /** This program on this machine; without a version where its classes are not in a jar. */
    static CaptureOrigin here(@Nullable String comment) {
        String version = CaptureOrigin.class.getPackage().getImplementationVersion();
        return new CaptureOrigin(
                System.getProperty("os.arch", "unknown"),
                System.getProperty("os.name", "unknown") + " " + System.getProperty("os.version", ""),
                version == null ? "Parley" : "Parley " + version,
                comment);
    }
}

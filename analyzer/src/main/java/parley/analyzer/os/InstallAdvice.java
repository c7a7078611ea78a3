package parley.analyzer.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How libpcap is installed, in each system's own words. */
final class InstallAdvice {
    private static final Path OS_RELEASE = Path.of("/etc/os-release");

    private InstallAdvice() {}

    static String forThisSystem() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            return "install it from https://npcap.com";
        }
        if (os.startsWith("mac")) {
            return "macOS brings it along, so /usr/lib/libpcap.dylib should be loadable";
        }
        try {
            return forLinux(Files.readAllLines(OS_RELEASE));
        } catch (IOException e) {
            return forLinux(List.of());
        }
    }

    /** @param osRelease the lines of os-release(5) */
    static String forLinux(List<String> osRelease) {
        List<String> family = osRelease.stream()
                .filter(line -> line.startsWith("ID=") || line.startsWith("ID_LIKE="))
                .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
                .flatMap(value -> Arrays.stream(value.split(" ")))
                .toList();
        for (String system : family) {
            switch (system) {
                case "debian", "ubuntu":
                    return "install it as root with: apt-get install libpcap0.8";
                case "fedora", "rhel", "centos":
                    return "install it as root with: dnf install libpcap";
                case "suse", "opensuse":
                    return "install it as root with: zypper install libpcap1";
                case "arch":
                    return "install it as root with: pacman -S libpcap";
                case "alpine":
                    return "install it as root with: apk add libpcap";
                default:
                    break;
            }
        }
        return "install this system's package libpcap";
    }
}

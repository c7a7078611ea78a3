package parley.analyzer.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallAdviceTest {
    @ParameterizedTest
    @CsvSource({
        "debian, , apt-get install libpcap0.8",
        "linuxmint, ubuntu debian, apt-get install libpcap0.8",
        "fedora, , dnf install libpcap",
        "almalinux, rhel centos fedora, dnf install libpcap",
        "opensuse-leap, suse opensuse, zypper install libpcap1",
        "manjaro, arch, pacman -S libpcap",
        "alpine, , apk add libpcap",
    })
    void namesTheSystemsOwnPackage(String id, String idLike, String command) {
        List<String> osRelease = idLike == null
                ? List.of("NAME=x", "ID=" + id)
                : List.of("NAME=x", "ID=\"" + id + "\"", "ID_LIKE=\"" + idLike + "\"");
        assertEquals("install it as root with: " + command, InstallAdvice.forLinux(osRelease));
    }

    @Test
    void unknownSystemStillGetsAnAdvice() {
        assertEquals("install this system's package libpcap", InstallAdvice.forLinux(List.of("ID=plan9")));
        assertFalse(InstallAdvice.forThisSystem().isEmpty());
    }
}

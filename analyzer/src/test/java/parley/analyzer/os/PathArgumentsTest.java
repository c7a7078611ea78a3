package parley.analyzer.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class PathArgumentsTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b.pcap", "/a b/c%41", "../a", "./a", "a//b"})
    void aPathOfAsciiIsThatPath(String argument) {
        assertEquals(Path.of(argument), PathArguments.path(argument));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gr\udcf6\udcdfe", "/a/\udcff.pcap", "../\udc80/b", "%41 \udcc3?#"})
    void aByteOfNoCharacterStaysThatByte(String argument) {
        Path path = PathArguments.path(argument);

        assertEquals(argument.startsWith("/"), path.isAbsolute());
        assertEquals(argument.substring(argument.lastIndexOf('/') + 1), PathArguments.name(path));
        assertEquals(argument.chars().filter(c -> c == '/').count() + (path.isAbsolute() ? 0 : 1), path.getNameCount());
    }

    @Test
    void bytesOfNoCharacterAreNotThoseOfOne() {
        String escaped = "\udcc3\udcb6";
        String bytes = new String(new byte[] {(byte) 0xc3, (byte) 0xb6}, StandardCharsets.UTF_8);

        assertEquals(bytes, PathArguments.name(PathArguments.path(escaped)));
    }
}

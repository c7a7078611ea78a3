package parley.analyzer.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class OutputFileTest {
    private static final String PRECIOUS = "precious";

    @TempDir
    private Path own = Path.of("");

    private Path shared = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void aDirectoryThatOthersMayWriteTo() throws IOException {
        own = own.toRealPath();
        shared = Files.createDirectory(own.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        target = Files.writeString(own.resolve("target"), PRECIOUS);
    }

    private static void write(Path file) throws IOException {
        try (Writer writer = OutputFile.writer(file)) {
            writer.write("new");
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shared"})
    void aNewFileIsForItsOwnerAlone(String directory) throws IOException {
        Path file = own.resolve(directory).resolve("file");

        write(file);

        assertEquals("rw-------", permissions(file));
        assertEquals("new", Files.readString(file));
    }

    @Test
    void aFileThatWasThereKeepsItsPermissions() throws IOException {
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));

        write(target);

        assertEquals("rw-r-----", permissions(target));
        assertEquals("new", Files.readString(target));
    }

    @Test
    void onesOwnLinkIsFollowed() throws IOException {
        Path link = Files.createSymbolicLink(own.resolve("link"), Path.of("shared/../target"));

        write(link);

        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(target));
    }

    @Test
    void aLinkWhereOthersMayWriteIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(shared.resolve("link"), target);

        FileSystemException refused = assertThrows(FileSystemException.class, () -> write(link));

        assertEquals(link.toString(), refused.getFile());
        assertEquals(PRECIOUS, Files.readString(target));
    }

    @Test
    void aLinkToNowhereMakesNoFileThere() throws IOException {
        Path link = Files.createSymbolicLink(shared.resolve("link"), own.resolve("nowhere"));

        assertThrows(FileSystemException.class, () -> write(link));

        assertFalse(Files.exists(own.resolve("nowhere")));
    }

    @Test
    void aLinkedDirectoryWhereOthersMayWriteIsRefused() throws IOException {
        Path link = Files.createSymbolicLink(shared.resolve("link"), own);

        assertThrows(FileSystemException.class, () -> write(link.resolve("target")));
        assertThrows(FileSystemException.class, () -> OutputDirectory.make(link.resolve("directory")));

        assertEquals(PRECIOUS, Files.readString(target));
        assertFalse(Files.exists(own.resolve("directory")));
    }

    @Test
    void aLinkBelowADirectoryThatOthersMayExchangeIsRefused() throws IOException {
        Path below = Files.createDirectory(shared.resolve("below"));
        Path link = Files.createSymbolicLink(below.resolve("link"), target);

        assertThrows(FileSystemException.class, () -> write(link));
        write(below.resolve("file"));

        assertEquals("new", Files.readString(below.resolve("file")));
        assertEquals(PRECIOUS, Files.readString(target));
    }

    @Test
    void aHardLinkWhereOthersMayWriteIsReplaced() throws IOException {
        Path link = Files.createLink(shared.resolve("link"), target);

        write(link);

        assertEquals("new", Files.readString(link));
        assertEquals(PRECIOUS, Files.readString(target));
    }

    @Test
    void whatIsFinishedTakesThePlaceOfALinkAndNotOfWhatItLeadsTo() throws IOException {
        Path link = Files.createSymbolicLink(own.resolve("link"), target);

        try (OutputStream begun = OutputFile.begin(link)) {
            begun.write('n');
        }
        assertEquals(PRECIOUS, Files.readString(link));
        OutputFile.finish(link);

        assertTrue(Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS));
        assertEquals("n", Files.readString(link));
        assertEquals(PRECIOUS, Files.readString(target));
    }

    @Test
    void whatIsDiscardedLeavesTheOlderFile() throws IOException {
        OutputFile.begin(target).close();
        OutputFile.discard(target);

        assertEquals(PRECIOUS, Files.readString(target));
        assertFalse(Files.exists(own.resolve("target.part")));
    }

    @Test
    void anOpenDescriptorIsWrittenToWhereverItLeads() throws IOException {
        Path descriptors = Path.of("/dev/fd");
        assumeTrue(Files.isDirectory(descriptors));

        write(Path.of("/dev/null"));
        assertFalse(OutputPlace.of(descriptors.resolve("0")).shared());
    }

    @Test
    void aDirectoryIsForItsOwnerAloneAndGoesWhenItStaysEmpty() throws IOException {
        Path directory = own.resolve("a").resolve("b");
        OutputDirectory made = OutputDirectory.make(directory);
        assertEquals("rwx------", permissions(directory));

        made.removeIfEmpty();

        assertFalse(Files.exists(own.resolve("a")));
        OutputDirectory.make(shared).removeIfEmpty();
        assertTrue(Files.exists(shared));
    }

    @Test
    void aDirectoryWithAFileStays() throws IOException {
        Path directory = own.resolve("a").resolve("b");
        OutputDirectory made = OutputDirectory.make(directory);
        write(directory.resolve("file"));

        made.removeIfEmpty();

        assertTrue(Files.exists(directory.resolve("file")));
    }
}

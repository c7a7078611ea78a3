package parley.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIdentityTest {
    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "rsa", "ed25519"})
    void aCertificateIsReadWithItsKey(String name) throws Exception {
        assertNotNull(TlsIdentity.read(file(name + ".pem"), file(name + ".key")));
    }

    @Test
    void theKeyOfAnotherCertificateIsSaid() throws Exception {
        assertEquals(
                file("rsa.key") + " is not the key of the certificate in " + file("localhost.pem"),
                failure(file("localhost.pem"), file("rsa.key")).replaceFirst(" \\(.*\\)$", ""));
    }

    @Test
    void aKeyThatIsNotPkcs8SaysHowToMakeItOne() throws Exception {
        Path key = file("sec1.key");
        assertEquals(
                key + " holds no unencrypted PKCS #8 key (BEGIN PRIVATE KEY); make one with"
                        + " 'openssl pkcs8 -topk8 -nocrypt -in " + key + "'",
                failure(file("localhost.pem"), key));
    }

    @Test
    void aFileWithNoCertificateIsSaid() throws Exception {
        Path empty = Files.createFile(directory.resolve("empty.pem"));
        assertEquals(
                empty + " holds no certificate; it must be PEM, BEGIN CERTIFICATE",
                failure(empty, file("localhost.key")));
    }

    @Test
    void aMissingFileIsSaid() throws Exception {
        Path missing = directory.resolve("missing.pem");
        assertEquals("there is no file " + missing, failure(missing, file("localhost.key")));
    }

    private static String failure(Path certificate, Path key) {
        return String.valueOf(assertThrows(IOException.class, () -> TlsIdentity.read(certificate, key))
                .getMessage());
    }

    private static Path file(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(TlsIdentityTest.class.getResource(name), name)
                .toURI());
    }
}

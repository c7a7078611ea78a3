package parley.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Who a server is in TLS: a certificate with its chain, and its private key. Safe for use by several threads. */
public final class TlsIdentity {
    private static final char[] NO_PASSWORD = {};

    private final SSLContext context;

    private TlsIdentity(SSLContext context) {
        this.context = context;
    }

    /**
     * Reads it from two PEM files (RFC 7468).
     *
     * @param certificates the server's certificate first, then those that vouch for it
     * @param key its private key in PKCS #8, not encrypted
     * @throws IOException with one line that says which file is wrong, in what, and what to do
     */
    public static TlsIdentity read(Path certificates, Path key) throws IOException {
        List<X509Certificate> chain = Pem.certificates(certificates);
        PrivateKey secret = Pem.privateKey(key, chain.getFirst().getPublicKey(), certificates);
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("server", secret, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return new TlsIdentity(context);
        } catch (GeneralSecurityException unusable) {
            throw new IOException(certificates + " cannot be used (" + unusable.getMessage() + ")", unusable);
        }
    }

    /** @param read what has been read of the client already */
    SSLSocket handshake(Socket socket, InputStream read) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, read, true);
        try {
            secured.startHandshake();
        } catch (UncheckedIOException broken) {
            throw new IOException(broken);
        }
        return secured;
    }
}

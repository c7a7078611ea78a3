package parley.client.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import parley.client.Transport;
import parley.protocol.HostPort;

/**
 * TLS, in which the server shows a certificate: it must be vouched for by somebody who is trusted, and be that of the
 * host that was asked for (RFC 9525).
 */
public final class Tls implements Transport {
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    private final SSLContext context;
    private final boolean checksHost;

    private Tls(TrustManager @Nullable [] trust, boolean checksHost) throws GeneralSecurityException {
        context = SSLContext.getInstance("TLS");
        context.init(null, trust, null);
        this.checksHost = checksHost;
    }

    /** Trusts whom the JDK trusts. */
    public static Tls trustingKnown() throws IOException {
        return make(null, true);
    }

    /**
     * Trusts these and nobody else.
     *
     * @param authorities certificates in PEM (RFC 7468): of authorities, or the server's own
     * @throws IOException with one line that says what is wrong with the file
     */
    public static Tls trusting(Path authorities) throws IOException {
        try (InputStream in = Files.newInputStream(authorities)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException(authorities + " holds no certificate; it must be PEM, BEGIN CERTIFICATE");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate each : certificates) {
                store.setCertificateEntry("trusted " + store.size(), each);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return make(factory.getTrustManagers(), true);
        } catch (NoSuchFileException missing) {
            throw new IOException("there is no file " + authorities, missing);
        } catch (GeneralSecurityException malformed) {
            throw new IOException(
                    authorities + " holds no certificate in PEM (" + malformed.getMessage() + ")", malformed);
        }
    }

    /** Trusts anybody: nobody on the way can listen who does nothing else, and anybody can pretend to be the server. */
    public static Tls trustingAnybody() throws IOException {
        return make(new TrustManager[] {new Anybody()}, false);
    }

    private static Tls make(TrustManager @Nullable [] trust, boolean checksHost) throws IOException {
        try {
            return new Tls(trust, checksHost);
        } catch (GeneralSecurityException unavailable) {
            throw new IOException("this JDK has no TLS (" + unavailable.getMessage() + ")", unavailable);
        }
    }

    @Override
    public Socket over(Socket socket, InetSocketAddress server) throws IOException {
        try {
            SSLSocket secured = (SSLSocket)
                    context.getSocketFactory().createSocket(socket, server.getHostString(), server.getPort(), true);
            if (checksHost) {
                SSLParameters parameters = secured.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secured.setSSLParameters(parameters);
            }
            secured.setSoTimeout(Math.toIntExact(HANDSHAKE_TIMEOUT.toMillis()));
            secured.startHandshake();
            secured.setSoTimeout(0);
            return secured;
        } catch (IOException failure) {
            throw new IOException(reason(failure, HostPort.format(server)), failure);
        }
    }

    private static String reason(IOException failure, String server) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return "the certificate of " + server + " is not to be trusted (" + innermost(cause)
                        + "); --tls-ca FILE says whom to trust";
            }
        }
        if (failure instanceof SocketTimeoutException) {
            return server + " does not answer in TLS within " + HANDSHAKE_TIMEOUT.toSeconds() + " s";
        }
        return failure instanceof SSLException && !(failure instanceof SSLHandshakeException)
                ? server + " does not speak TLS (" + failure.getMessage() + "); leave out --tls"
                : "no TLS with " + server + " (" + failure.getMessage() + ")";
    }

    private static String innermost(Throwable cause) {
        Throwable inner = cause;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return String.valueOf(inner.getMessage());
    }
}

package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.analyzer.os.SystemUser;

class BrowserTest {
    private static final String URL = "http://127.0.0.1:8080/";

    @Test
    void aDesktopOpensThePage() {
        assertEquals(Optional.of(List.of("xdg-open", URL)), Browser.command("Linux", Map.of("DISPLAY", ":0"), URL));
        assertEquals(
                Optional.of(List.of("xdg-open", URL)),
                Browser.command("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0"), URL));
        assertEquals(Optional.of(List.of("open", URL)), Browser.command("Mac OS X", Map.of(), URL));
        assertEquals(
                Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler", URL)),
                Browser.command("Windows 11", Map.of(), URL));
    }

    @Test
    void whereNobodySeesItNothingIsOpened() {
        assertEquals(Optional.empty(), Browser.command("Linux", Map.of(), URL));
        assertEquals(Optional.empty(), Browser.command("Linux", Map.of("DISPLAY", ""), URL));
        assertEquals(
                Optional.empty(),
                Browser.command("Linux", Map.of("DISPLAY", "localhost:10.0", "SSH_CONNECTION", "a 1 b 2"), URL));
        assertEquals(Optional.empty(), Browser.command("Mac OS X", Map.of("SSH_CONNECTION", "a 1 b 2"), URL));
    }

    @Test
    void theBrowserIsThatOfWhoeverBecameRoot() {
        assertEquals(
                Optional.of(List.of("sudo", "-n", "-u", "ofir", "xdg-open", URL)),
                Browser.command("Linux", Map.of("DISPLAY", ":0", "SUDO_USER", "ofir"), URL));
    }

    @Test
    void theBrowserOfWhomRootBecameHasTheirHome() {
        Map<String, String> environment =
                new HashMap<>(Map.of("DISPLAY", ":0", "SUDO_USER", "ofir", "HOME", "/root", "USER", "root"));

        Browser.makeTheirs(environment, new SystemUser("ofir", 1000, 1000, "/home/ofir"));

        assertEquals(Map.of("DISPLAY", ":0", "HOME", "/home/ofir", "USER", "ofir", "LOGNAME", "ofir"), environment);
        assertEquals(Optional.of(List.of("xdg-open", URL)), Browser.command("Linux", environment, URL));
    }
}

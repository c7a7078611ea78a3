package parley.analyzer.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.analyzer.testing.Endpoints;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        // RFC 5952 section 4.1 and 4.2.1: no leading zeros, :: as long as possible
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8::0:1, 2001:db8::1",
        // 4.2.2: one group of zeros alone is not shortened
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8:1:1:1:1:1:0, 2001:db8:1:1:1:1:1:0",
        // 4.2.3: the longest run, the first of equal ones
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        // 4.3: lower case
        "2001:DB8::ABCD:EF, 2001:db8::abcd:ef",
        // the ends
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "fe80:0:0:0:0:0:0:1, fe80::1",
        "0:0:1:1:1:1:1:1, ::1:1:1:1:1:1",
        "1:1:1:1:1:1:0:0, 1:1:1:1:1:1::",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    })
    void ipv6IsWrittenAsRfc5952Says(String written, String shortened) {
        assertEquals(shortened, Endpoints.address(written).toString());
    }

    @Test
    void anIpv4MappedAddressShowsTheIpv4One() {
        assertEquals("::ffff:192.0.2.1", new IpAddress(6, 0, 0xffff_c000_0201L).toString());
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "127.0.0.1", "192.0.2.255", "255.255.255.255"})
    void ipv4IsDottedDecimal(String text) {
        assertEquals(text, Endpoints.address(text).toString());
    }

    @Test
    void loopbackIsAllOf127AndOneIpv6Address() {
        assertTrue(Endpoints.address("127.0.0.1").isLoopback());
        assertTrue(Endpoints.address("127.255.0.3").isLoopback());
        assertTrue(Endpoints.address("::1").isLoopback());
        assertFalse(Endpoints.address("128.0.0.1").isLoopback());
        assertFalse(Endpoints.address("::2").isLoopback());
        assertFalse(Endpoints.address("1::1").isLoopback());
    }
}

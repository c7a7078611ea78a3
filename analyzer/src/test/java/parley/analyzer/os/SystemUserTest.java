package parley.analyzer.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class SystemUserTest {
    @Test
    void withoutSudoNobodyCalledIt() throws IOException {
        assertEquals(Optional.empty(), SystemUser.whoCalledSudo(Map.of("SUDO_GID", "1000")));
    }

    @Test
    void aNumberWithoutANameIsAUserToo() throws IOException {
        SystemUser user = SystemUser.whoCalledSudo(Map.of("SUDO_UID", "4294967290", "SUDO_GID", "54322"))
                .orElseThrow();

        assertEquals(new SystemUser(null, (int) 4294967290L, 54322, null), user);
        assertEquals("user 4294967290", user.toString());
        assertFalse(user.isRoot());
    }

    @Test
    void theUserIsTheOneOfTheNumberWhateverSudoUserSays() throws IOException {
        SystemUser root = SystemUser.named("root").orElseThrow();

        SystemUser user = SystemUser.whoCalledSudo(Map.of("SUDO_UID", "0", "SUDO_GID", "0", "SUDO_USER", "ofir"))
                .orElseThrow();

        assertEquals(root, user);
        assertTrue(user.isRoot());
    }

    @Test
    void theGroupIsTheUsersOwnWhereSudoNamesNone() throws IOException {
        assertEquals(SystemUser.named("root"), SystemUser.whoCalledSudo(Map.of("SUDO_UID", "0")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-3", "ofir", "4294967295", "4294967296", "1000 "})
    void whatIsNoNumberOfAUserIsRefused(String uid) {
        IOException refused = assertThrows(
                IOException.class, () -> SystemUser.whoCalledSudo(Map.of("SUDO_UID", uid, "SUDO_GID", "54322")));

        assertTrue(
                Objects.requireNonNull(refused.getMessage()).startsWith("SUDO_UID is \"" + uid + "\""),
                refused.getMessage());
    }

    @Test
    void aUserThatThereIsNotIsNone() {
        assertEquals(Optional.empty(), SystemUser.named("no-such-user"));
    }

    @ParameterizedTest
    @CsvSource({
        "1000 1000 1000 1000, 1000 27, 0000000000000000, true",
        "1000 1000 0 1000, 1000 27, 0000000000000000, false",
        "1000 1000 1000 1000, 1000 27, 0000000000000080, false",
        "1000 1000 1000 1000, 0, 0000000000000000, false",
        "1000 1000 1000 1000, '', 0000000000000000, false",
    })
    void oneThreadThatIsNotWhollyTheUsersIsFound(String uids, String groups, String capabilities, boolean allOf) {
        SystemUser user = new SystemUser("ofir", 1000, 1000, "/home/ofir");
        List<String> own = status("1000 1000 1000 1000", "1000 27", "0000000000000000");

        assertTrue(ThreadCredentials.areAllOf(user, List.of(own, own)));
        assertEquals(allOf, ThreadCredentials.areAllOf(user, List.of(own, status(uids, groups, capabilities), own)));
    }

    private static List<String> status(String uids, String groups, String capabilities) {
        return List.of(
                "Name:\tjava",
                "Uid:\t" + uids.replace(' ', '\t'),
                "Gid:\t1000\t1000\t1000\t1000",
                "Groups:\t" + groups,
                "CapPrm:\t" + capabilities,
                "CapEff:\t0000000000000000");
    }
}

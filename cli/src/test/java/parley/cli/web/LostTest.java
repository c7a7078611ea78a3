package parley.cli.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers that go and come back. */
class LostTest extends PageTest {
    @Test
    void aServerThatComesBackFindsItsUsersUnderTheirNamesAndWhatTheyWroteMeanwhile() throws Exception {
        Visitor ofir = visitor().join("Ofir");
        Visitor roony = visitor().join("Roony");
        roony.write(List.of("Ofir"), "before");
        ofir.sees("Roony to you", "before");
        ofir.address(List.of("Roony"));

        withoutServer(() -> {
            assertThat(ofir.button("Try now")).isVisible();
            assertThat(ofir.page().getByText("offline")).isVisible();
            ofir.write("meanwhile");
            assertThat(ofir.message("You to Roony", "meanwhile")).containsText("waiting for the connection");
        });

        ofir.seesNote("Connected again as Ofir");
        assertThat(ofir.button("Try now")).isHidden();
        ofir.seesWritten("You to Roony", "meanwhile");
        roony.sees("Ofir to you", "meanwhile");
        ofir.sees("Roony to you", "before");
    }

    @Test
    void aPrivateChatThatTheConnectionEndsIsSaidToBeOver() throws Exception {
        Visitor ofir = visitor().join("Ofir");
        Visitor roony = visitor().join("Roony");
        ofir.click("Ask Roony for a private chat");
        roony.click("Accept");
        ofir.seesNote("Private chat with Roony");

        withoutServer(() -> ofir.seesNote("The private chat with Roony ended: the connection is lost"));

        ofir.seesNote("Connected again as Ofir");
        assertThat(ofir.to()).isVisible();
    }

    @Test
    void thePageOutlivesTheProgramThatServesIt() throws Exception {
        Visitor ofir = visitor().join("Ofir");
        try (PlainUser roony = PlainUser.join(server(), "Roony")) {
            roony.write("Ofir", "before");
            ofir.sees("Roony to you", "before");
            ofir.address(List.of("Roony"));

            withoutWeb(() -> {
                assertThat(ofir.page().getByText("The Parley that serves this page does not answer"))
                        .isVisible();
                ofir.write("meanwhile");
                assertThat(ofir.message("You to Roony", "meanwhile")).containsText("waiting for the connection");
            });

            ofir.seesNote("Connected again as Ofir");
            ofir.seesWritten("You to Roony", "meanwhile");
            assertEquals("Ofir to Roony - meanwhile", roony.nextMessage());
            ofir.sees("Roony to you", "before");
            roony.write("Ofir", "welcome back");
            ofir.sees("Roony to you", "welcome back");
        }
    }

    @Test
    void withoutAServerTheFormSaysSoAndTheNameIsTakenOnceThereIsOne() throws Exception {
        Visitor ofir = visitor();

        withoutServer(() -> {
            ofir.page().getByLabel("Your name").fill("Ofir");
            ofir.press("Enter");
            assertThat(ofir.page().getByText("No server at")).isVisible();
            assertThat(ofir.button("Try now")).isVisible();
        });

        assertThat(ofir.to()).isFocused();
    }
}

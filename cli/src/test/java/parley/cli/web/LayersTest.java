package parley.cli.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.client.web.WebOptions;

/** The pane that shows a message's frames, with frames that the test makes up. */
class LayersTest extends PageTest {
    @Override
    WebOptions webOptions(WebOptions options) {
        return options.withWatcher(new PlayedWatcher());
    }

    @Test
    void aMessageShowsTheFrameThatCarriedItAndTheOneThatAcknowledgedIt() throws Exception {
        Visitor ofir = visitor(
                        new Browser.NewContextOptions().setPermissions(List.of("clipboard-read", "clipboard-write")))
                .join("Ofir");
        try (PlainUser _ = PlainUser.join(server(), "Roony")) {
            assertThat(pane(ofir)).isHidden();
            ofir.write(List.of("Roony"), "seen on the wire");
            ofir.seesWritten("You to Roony", "seen on the wire");
            ofir.words("seen on the wire").click();

            assertThat(pane(ofir)).containsText("Acknowledged 0.041 ms after it was sent");
            Locator carrier = frame(ofir, "Frame 41 carries the line");
            assertThat(carrier).containsText("stream 7");
            assertThat(carrier).containsText(".123456789");
            assertThat(carrier).containsText("Ofir to Roony - seen on the wireLF");
            assertThat(carrier).containsText("58197 → 10000");
            assertThat(carrier).containsText("PSH, ACK");
            assertThat(carrier).containsText("44 raw 3000000001");
            assertThat(carrier).containsText("120 raw 1000000002");
            assertThat(carrier).containsText("65,536 bytes");
            assertThat(carrier).containsText("0.041 ms");
            assertThat(carrier).containsText("0xbeef");
            assertThat(carrier).containsText("63");
            assertThat(carrier).containsText("127.0.0.2");
            // "Ofir", by its bytes.
            assertThat(carrier).containsText("4f 66 69 72");
            Locator ack = frame(ofir, "Frame 42 acknowledges it");
            assertThat(ack).containsText("10000 → 58197");
            assertThat(ack).containsText("77 raw 3000000034");
            assertThat(pane(ofir).getByRole(AriaRole.IMG))
                    .hasAccessibleName("Stream 7: frame 41 to the server: PSH, ACK, Seq 44, Ack 120, 33 bytes; "
                            + "frame 42 to the client: ACK, Seq 120, Ack 77, 0 bytes");

            ofir.click("Copy the display filter");
            assertThat(pane(ofir)).containsText("Copied");
            assertThat(pane(ofir)).containsText(PlayedWatcher.FILTER);
            assertEquals(PlayedWatcher.FILTER, ofir.page().evaluate("navigator.clipboard.readText()"));
        }
    }

    @Test
    void layersAreReachedAndLeftByKeyboard() throws Exception {
        Visitor ofir = visitor().join("Ofir");
        try (PlainUser roony = PlainUser.join(server(), "Roony")) {
            roony.write("Ofir", "one");
            roony.write("Ofir", "two");
            ofir.sees("Roony to you", "two");

            ofir.log().focus();
            ofir.press("Tab");
            ofir.press("ArrowUp");
            ofir.press("Enter");
            assertThat(pane(ofir).getByText("one", new Locator.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(frame(ofir, "Frame 41 carries the line")).isVisible();
            ofir.press("ArrowDown");
            ofir.press("Enter");
            assertThat(pane(ofir).getByText("two", new Locator.GetByTextOptions().setExact(true)))
                    .isVisible();
            ofir.click("Close layers");
            assertThat(pane(ofir)).isHidden();
        }
    }

    @Test
    void onAPhoneLayersAreASheetThatEscapeCloses() throws Exception {
        Visitor ofir = visitor(new Browser.NewContextOptions().setViewportSize(390, 844))
                .join("Ofir");
        try (PlainUser roony = PlainUser.join(server(), "Roony")) {
            roony.write("Ofir", "one");
            ofir.words("one").click();
            assertThat(frame(ofir, "Frame 42 acknowledges it")).isVisible();
            assertThat(ofir.button("Close layers")).isFocused();
            assertEquals(0, ofir.page().evaluate("document.documentElement.scrollWidth - innerWidth"));

            ofir.press("Escape");

            assertThat(pane(ofir)).isHidden();
            ofir.write(List.of("Roony"), "and on");
            ofir.seesWritten("You to Roony", "and on");
        }
    }

    private static Locator pane(Visitor visitor) {
        return visitor.page().getByRole(AriaRole.COMPLEMENTARY, new Page.GetByRoleOptions().setName("Layers"));
    }

    private static Locator frame(Visitor visitor, String name) {
        return pane(visitor).getByRole(AriaRole.REGION, new Locator.GetByRoleOptions().setName(name));
    }
}

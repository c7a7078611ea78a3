package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WindowTitleTest {
    @Test
    void aWindowGetsATitleAndItsOwnBack() {
        WindowTitle title = new WindowTitle("xterm-256color");
        assertEquals("\u001b[22;2t", title.begin());
        assertEquals("\u001b]2;(1) Ofir - Parley\u0007", title.set("(1) Ofir - Parley"));
        assertEquals("\u001b]2;\u0007\u001b[23;2t", title.end());
    }

    @Test
    void aTerminalWithoutATitleIsSentNone() {
        WindowTitle title = new WindowTitle("linux");
        assertEquals("", title.begin() + title.set("Ofir - Parley") + title.end());
    }
}

package parley.client.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that do not behave. */
class FaultsTest extends WebFixture {
    private static final int POLICY = 1008;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "7",
                "null",
                "{}",
                "{'do':'name','name':'Ofir'",
                "{'do':'name','name':'Ofir'} {}",
                "{do:'name',name:'Ofir'}",
                "{'do':'name','name':'Ofir',}",
                "// {'do':'connect'}",
                "{'do':'connect','do':'connect'}",
                "{'do':7}",
                "{'do':null}",
                "{'do':'dance'}",
                "{'do':'Name','name':'Ofir'}",
                "{'do':'name'}",
                "{'do':'name','name':7}",
                "{'do':'name','name':null}",
                "{'do':'name','name':['Ofir']}",
                "{'do':'name','name':{'a':1}}",
                "{'do':'name','name':'Ofir','color':'red'}",
                "{'do':'message','to':['Roony'],'text':'hi'}",
                "{'do':'message','id':0,'to':['Roony'],'text':'hi'}",
                "{'do':'message','id':-1,'to':['Roony'],'text':'hi'}",
                "{'do':'message','id':1.5,'to':['Roony'],'text':'hi'}",
                "{'do':'message','id':1e3,'to':['Roony'],'text':'hi'}",
                "{'do':'message','id':9007199254740992,'to':['Roony'],'text':'hi'}",
                "{'do':'message','id':99999999999999999999999,'to':['Roony'],'text':'hi'}",
                "{'do':'message','id':'1','to':['Roony'],'text':'hi'}",
                "{'do':'message','id':1,'to':'Roony','text':'hi'}",
                "{'do':'message','id':1,'to':[7],'text':'hi'}",
                "{'do':'message','id':1,'to':[['Roony']],'text':'hi'}",
                "{'do':'message','id':1,'to':['Roony']}",
                "{'do':'message','id':true,'to':['Roony'],'text':'hi'}",
                "{'do':'who','id':1}",
                "{'do':'say','id':1,'text':'hi'}",
                "{'do':'who','id':1,'prefix':7}",
                "{'do':'layers','line':'1'}",
                "{'do':'layers','line':0}",
            })
    void aFrameThatNoPageSendsEndsTheTab(String frame) throws Exception {
        Page page = tab();

        page.send(frame);

        String reason = page.next("fault").get("reason").getAsString();
        assertEquals(new Page.Closed(POLICY, reason), page.closed());
    }

    @Test
    void whatTheChatRefusesIsNoFault() throws Exception {
        Page page = tab().named("Ofir");

        page.send("{'do':'say','id':1,'partner':'Roony','text':'to nobody'}");
        page.send("{'do':'message','id':2,'to':[],'text':'hi'}");
        page.send("{'do':'message','id':3,'to':['Roony'],'text':'two\\nlines'}");
        page.send("{'do':'ask','id':4,'name':'exit'}");

        for (int id = 1; id <= 4; id++) {
            assertEquals(id, page.next("notSent").get("id").getAsInt());
        }
    }

    @Test
    void aNameOfTwoLinesIsRefusedHere() throws Exception {
        Page page = tab();

        page.send("{'do':'name','name':'Ofir\\nexit'}");

        assertEquals(
                "a name has letters, digits, _ - . and nothing else",
                page.next("nameWanted").get("refusal").getAsString());
    }

    @Test
    void aLongReasonIsCutInTheCloseFrameAlone() throws Exception {
        Page page = tab();
        String unheardOf = "\u00e9".repeat(200);

        page.send("{'do':'" + unheardOf + "'}");

        String reason = page.next("fault").get("reason").getAsString();
        assertTrue(reason.contains(unheardOf));
        Page.Closed closed = page.closed();
        assertEquals(POLICY, closed.code());
        assertTrue(closed.reason().length() > 50 && reason.startsWith(closed.reason()), closed.reason());
    }

    @Test
    void aFrameOf16KibIsRead() throws Exception {
        Page page = tab().named("Ofir");
        String empty = "{'do':'message','id':1,'to':['Roony'],'text':''}";

        page.send(empty.replace("''}", "'" + "x".repeat(16 * 1024 - empty.length()) + "'}"));

        assertTrue(page.next("notSent").get("reason").getAsString().startsWith("the line is too long"));
    }

    @Test
    void aLongerFrameEndsTheTab() throws Exception {
        Page page = tab().named("Ofir");
        String empty = "{'do':'message','id':1,'to':['Roony'],'text':''}";

        page.trySend(empty.replace("''}", "'" + "x".repeat(16 * 1024 + 1 - empty.length()) + "'}"));

        assertEquals(1009, page.closed().code());
    }

    @Test
    void aLongerFrameInPiecesEndsTheTabToo() throws Exception {
        Page page = tab().named("Ofir");

        WebSocket socket = page.socket();
        socket.sendText("{\"do\":\"name\",\"name\":\"", false)
                .thenCompose(sent -> sent.sendText("x".repeat(8 * 1024), false))
                .thenCompose(sent -> sent.sendText("x".repeat(8 * 1024), false))
                .handle((sent, closedAlready) -> true)
                .join();

        assertEquals(1009, page.closed().code());
    }

    @Test
    void aBinaryFrameEndsTheTab() throws Exception {
        Page page = tab();

        page.socket().sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();

        assertEquals(1003, page.closed().code());
    }

    @Test
    void aFloodOfFramesEndsTheTabAndNoOther() throws Exception {
        Page other = tab().named("Roony");
        Page page = tab().named("Ofir");
        other.next("joined");

        int sent = 0;
        while (page.trySend("{'do':'connect'}") && !page.isClosed()) {
            sent++;
        }

        try {
            assertEquals(new Page.Closed(POLICY, "more than 50 frames a second"), page.closed());
        } catch (CompletionException reset) {
            // A frame sent after the close resets the connection, and the reason may be lost with it (RFC 1122,
            // 4.2.2.13).
            assertInstanceOf(IOException.class, reset.getCause());
        }
        assertTrue(sent >= 199, "ended after " + sent);
        assertEquals("[\"Ofir\"]", other.next("left").get("names").toString());
        other.send("{'do':'who','id':1,'prefix':null}");
        other.next("found");
    }

    @Test
    void moreTabsThanAllowedAreToldSo() throws Exception {
        restarted(options -> options.withTabs(2));
        Page first = tab();
        tab();

        Page third = Page.openAny(client, web());

        assertEquals(
                "2 tabs are open already: close one",
                third.next("fault").get("reason").getAsString());
        assertEquals(1013, third.closed().code());
        first.close();
        first.closed();
        assertEquals("ready", firstEventOfATabThatHasRoom());
    }
}

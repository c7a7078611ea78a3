import { Chat } from "./chat.js";
import { byId } from "./dom.js";
import { Sheets } from "./sheets.js";

const sheets = new Sheets();
const chat = new Chat(sheets);

byId("help-button").addEventListener("click", () => {
  chat.askMenu();
  byId("help").showModal();
});
byId("help-close").addEventListener("click", () => byId("help").close());
byId("help").addEventListener("click", (event) => {
  if (event.target === byId("help")) {
    byId("help").close();
  }
});

chat.start();

import { drawn, element } from "./dom.js";

const WIDTH = 360;
const LEFT = 46;
const RIGHT = WIDTH - 46;
const TOP = 44;
const STEP = 54;

function arrow(frame, rightward, y) {
  const [from, to] = rightward ? [LEFT, RIGHT] : [RIGHT, LEFT];
  const tip = rightward ? -7 : 7;
  const data = frame.payloadLength > 0;
  const middle = { x: WIDTH / 2, "text-anchor": "middle" };
  return drawn("g", { class: data ? "hop data" : "hop" },
    drawn("text", { ...middle, y: y - 8 },
      `#${frame.number}  ${frame.flags}${data ? `  ${frame.payloadLength} bytes` : ""}`),
    drawn("path", { class: "line", d: `M${from} ${y}L${to} ${y + 8}` }),
    drawn("path", { class: "tip", d: `M${to} ${y + 8}l${tip} -5l0 9z` }),
    drawn("text", { ...middle, y: y + 22, class: "numbers" }, `Seq ${frame.sequence}   Ack ${frame.acknowledgment}`));
}

/** Client and server as two lines, and each frame as an arrow between them, in the order of the capture. */
export function ladder(frames, sentByClient, stream) {
  const client = sentByClient ? frames[0].sourcePort : frames[0].destinationPort;
  const server = sentByClient ? frames[0].destinationPort : frames[0].sourcePort;
  const height = TOP + frames.length * STEP + 4;
  const words = frames.map((frame) => `frame ${frame.number} ${frame.sourcePort === client ? "to the server" : "to the client"}: `
    + `${frame.flags}, Seq ${frame.sequence}, Ack ${frame.acknowledgment}, ${frame.payloadLength} bytes`).join("; ");
  const end = (x, name, port) => [
    drawn("text", { x, y: 12, "text-anchor": "middle", class: "end" }, name),
    drawn("text", { x, y: 25, "text-anchor": "middle", class: "numbers" }, `:${port}`),
    drawn("path", { class: "life", d: `M${x} 32V${height}` }),
  ];
  return element("figure", { class: "ladder" },
    drawn("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": `Stream ${stream}: ${words}` },
      ...end(LEFT, "client", client), ...end(RIGHT, "server", server),
      ...frames.map((frame, i) => arrow(frame, frame.sourcePort === client, TOP + 14 + i * STEP))));
}

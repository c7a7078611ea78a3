const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_MORE = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577];
const DISTANCE_MORE = DISTANCE_BASE.map((_, code) => Math.max(0, (code >> 1) - 1));
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const END = 256;

/** By the next bits, the symbol that they begin with, above the four bits of its code's length. */
function codesOf(lengths) {
  const most = Math.max(1, ...lengths);
  const codes = new Uint16Array(1 << most);
  let code = 0;
  for (let length = 1; length <= most; length++) {
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) {
        continue;
      }
      let reversed = 0;
      for (let bit = 0; bit < length; bit++) {
        reversed |= (code >> bit & 1) << (length - 1 - bit);
      }
      for (let at = reversed; at < codes.length; at += 1 << length) {
        codes[at] = symbol << 4 | length;
      }
      code++;
    }
    code <<= 1;
  }
  return { codes, most };
}

const FIXED = Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));

/**
 * What was packed by DEFLATE (RFC 1951), in one go: the browser's own DecompressionStream would leave the page empty when it
 * counts as loaded, and printing and screenshots wait for no more than that.
 */
export function inflate(packed, size) {
  const out = new Uint8Array(size);
  let to = 0;
  let at = 0;
  let bits = 0;
  let held = 0;

  const hold = (number) => {
    for (; held < number; held += 8) {
      bits |= packed[at++] << held;
    }
  };
  const take = (number) => {
    hold(number);
    const value = bits & (1 << number) - 1;
    bits >>>= number;
    held -= number;
    return value;
  };
  const symbolOf = ({ codes, most }) => {
    hold(most);
    const code = codes[bits & (1 << most) - 1];
    bits >>>= code & 15;
    held -= code & 15;
    return code >> 4;
  };

  const stored = () => {
    at -= held >> 3;
    bits = held = 0;
    const length = packed[at] | packed[at + 1] << 8;
    out.set(packed.subarray(at + 4, at + 4 + length), to);
    at += 4 + length;
    to += length;
  };
  const coded = (literals, distances) => {
    for (let symbol = symbolOf(literals); symbol !== END; symbol = symbolOf(literals)) {
      if (symbol < END) {
        out[to++] = symbol;
        continue;
      }
      const end = to + LENGTH_BASE[symbol - 257] + take(LENGTH_MORE[symbol - 257]);
      const code = symbolOf(distances);
      for (let from = to - DISTANCE_BASE[code] - take(DISTANCE_MORE[code]); to < end;) {
        out[to++] = out[from++];
      }
    }
  };
  const dynamic = () => {
    const literals = take(5) + 257;
    const distances = take(5) + 1;
    const count = take(4) + 4;
    const small = Array(19).fill(0);
    for (let i = 0; i < count; i++) {
      small[ORDER[i]] = take(3);
    }
    const table = codesOf(small);
    const lengths = [];
    while (lengths.length < literals + distances) {
      const symbol = symbolOf(table);
      if (symbol < 16) {
        lengths.push(symbol);
      } else {
        const again = symbol === 16 ? lengths.at(-1) : 0;
        const times = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7);
        lengths.push(...Array(times).fill(again));
      }
    }
    coded(codesOf(lengths.slice(0, literals)), codesOf(lengths.slice(literals)));
  };

  for (let last = 0; last === 0;) {
    last = take(1);
    const kind = take(2);
    if (kind === 0) {
      stored();
    } else if (kind === 1) {
      coded(codesOf(FIXED), codesOf(Array(30).fill(5)));
    } else {
      dynamic();
    }
  }
  return out;
}

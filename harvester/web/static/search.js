// The search of a site without a server. The index comes in pieces, which are scripts: a page that was opened
// from a disk may not ask for files. Everything is put into the page as text.
"use strict";

{
  const SHOWN = 20; // results at a time
  const QUESTION = 4; // a word in the question counts so many times as much as one in the answer
  const waiting = new Map();
  let begin;

  window.found = (name, value) => waiting.get(name)?.(value);

  const loaded = new Map();
  const load = (name) => {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((resolve, reject) => {
        waiting.set(name, resolve);
        const script = document.createElement("script");
        script.src = `search/${name}.js`;
        script.onerror = () => reject(new Error(name));
        document.head.append(script);
      }));
    }
    return loaded.get(name);
  };

  // As `words` in harvester/export/site/words.py.
  const words = (text) => {
    const plain = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFKC");
    const character = new RegExp(`[${begin.unspaced}]|[^${begin.unspaced}]+`, "gu");
    return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((word) => word.match(character));
  };

  // Strings are compared by code points, as SQLite sorts them; "<" compares by UTF-16.
  const before = (a, b) => {
    const [left, right] = [Array.from(a), Array.from(b)];
    for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
      if (left[at] !== right[at]) return left[at].codePointAt(0) < right[at].codePointAt(0);
    }
    return left.length < right.length;
  };

  const pieceOf = (word) => {
    let [low, high] = [0, begin.words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(word, begin.words[middle])) high = middle;
      else low = middle + 1;
    }
    return Math.max(0, low - 1);
  };

  const PIECES = 8; // pieces that the beginning of a word may ask for
  const rowsOf = async (word, isBeginning) => {
    const rows = [];
    let number = pieceOf(word);
    for (const last = number + PIECES; number < Math.min(begin.words.length, last); number += 1) {
      const piece = await load(`words-${number}`);
      rows.push(...piece.filter(([said]) => (isBeginning ? said.startsWith(word) : said === word)));
      const end = piece[piece.length - 1][0];
      if (!isBeginning || !(end.startsWith(word) || before(end, word))) break;
    }
    return rows;
  };

  const weights = async (word, isBeginning) => {
    const found = new Map();
    const rows = await rowsOf(word, isBeginning);
    const size = rows.reduce((sum, [, asked, answered]) => sum + asked.length + answered.length, 0);
    const rarity = Math.log(1 + begin.questions / (1 + size));
    for (const [, asked, answered] of rows) {
      for (const each of answered) found.set(each, Math.max(found.get(each) ?? 0, rarity));
      for (const each of asked) found.set(each, rarity * QUESTION);
    }
    return found;
  };

  const search = async (text) => {
    let all = null;
    const without = new Set();
    for (const typed of text.split(/\s+/u)) {
      const isOut = /^-\p{L}|^-\p{N}/u.test(typed);
      for (const word of words(typed)) {
        const found = await weights(word, typed.endsWith("*"));
        if (isOut) for (const each of found.keys()) without.add(each);
        else if (all === null) all = found;
        else for (const [each, weight] of all) {
          if (found.has(each)) all.set(each, weight + found.get(each));
          else all.delete(each);
        }
      }
    }
    return [...(all ?? [])].filter(([each]) => !without.has(each)).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  };

  const made = (tag, name, text, language) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (language !== undefined) {
      element.dir = "auto";
      if (/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) element.lang = language;
    }
    element.textContent = text;
    return element;
  };

  const item = ([file, question, title, language, excerpt, told]) => {
    const entry = document.createElement("li");
    const link = made("a", "title", question, language);
    link.setAttribute("href", file);
    entry.append(link, made("p", "text found", excerpt, language), made("p", "note", `${title} · ${told}`, ""));
    return entry;
  };

  const show = async (list, hits, at) => {
    for (const [number] of hits.slice(at, at + SHOWN)) {
      const named = await load(`named-${Math.floor(number / begin.named)}`);
      list.append(item(named[number % begin.named]));
    }
    if (at + SHOWN < hits.length) {
      const button = made("button", "", "More");
      button.addEventListener("click", () => { button.remove(); show(list, hits, at + SHOWN); });
      list.after(button);
    }
  };

  const main = async () => {
    const text = new URLSearchParams(location.search).get("q")?.trim() ?? "";
    if (!text) return;
    document.getElementById("find").value = text;
    const place = document.getElementById("found");
    try {
      begin = await load("begin");
      const hits = await search(text);
      const list = made("ul", "cards", "");
      const number = hits.length === 1 ? "1 question" : `${hits.length} questions`;
      place.replaceChildren(made("h2", "", hits.length ? `${number}, the best matches first` : "Nothing was found"), list);
      document.getElementById("help").hidden = hits.length > 0;
      await show(list, hits, 0);
    } catch (error) {
      place.replaceChildren(made("p", "notice", `The index cannot be read: ${error.message}.`));
    }
  };

  main();
}

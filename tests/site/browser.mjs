// Opens a generated site in headless Chromium and holds every page to what its readers need.
// usage: node browser.mjs <site> [--sample N] [--shots <directory>] [--find "<words>=<address>"]…
import { chromium } from "playwright-core";
import { readFileSync, readdirSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [, , given, ...options] = process.argv;
const root = resolve(given);
const option = (name) => { const at = options.indexOf(name); return at < 0 ? null : options[at + 1]; };
const finds = options.flatMap((value, at) => (options[at - 1] === "--find" ? [value] : []));
const sample = Number(option("--sample") ?? Infinity);
const shots = option("--shots");
const axe = readFileSync(join(dirname(fileURLToPath(import.meta.resolve("axe-core"))), "axe.min.js"), "utf8");

const problems = [];
const complain = (page, text) => problems.push(`${page}: ${text}`);
const all = readdirSync(root, { recursive: true }).filter((name) => name.endsWith(".html")).sort();
// Of many pages alike, some spread over the whole, and every kind.
const step = Math.max(1, Math.ceil(all.length / sample));
const pages = all.filter((name, at) => at % step === 0 || !name.includes("/"));
console.log(`${pages.length} of ${all.length} pages below ${root}`);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

async function open(settings = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...settings });
  const page = await context.newPage();
  const here = () => relative(root, fileURLToPath(page.url().split("#")[0].replace(/^about:blank$/, pathToFileURL(root).href)));
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complain(here(), `console: ${message.text()}`); });
  page.on("pageerror", (error) => complain(here(), `script: ${error.message}`));
  page.on("dialog", (dialog) => { complain(here(), `dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => {
    const own = request.url().startsWith(pathToFileURL(root).href) || request.url().startsWith("data:image/svg+xml,");
    if (!own) complain(here(), `asks for ${request.url()}`);
  });
  return { page, context };
}
const visit = (page, name) => page.goto(pathToFileURL(join(root, name)).href);

// Ids of every page, for links into it.
const anchors = new Map();
const idsOf = (name) => {
  if (!anchors.has(name)) {
    const text = readFileSync(join(root, name), "utf8");
    anchors.set(name, [...text.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]));
  }
  return anchors.get(name);
};

async function links(page, name) {
  const found = await page.$$eval("a[href], link[href], script[src]", (all) => all.map((one) => one.getAttribute("href") ?? one.getAttribute("src")));
  const ids = idsOf(name);
  if (new Set(ids).size !== ids.length) complain(name, `an id stands twice: ${ids.filter((id, at) => ids.indexOf(id) !== at)}`);
  for (const link of found) {
    if (link.startsWith("https://github.com/driftless-rs/") || link.startsWith("data:image/svg+xml,")) continue;
    const [path, hash] = link.split("#");
    const target = path === "" ? name : relative(root, resolve(root, dirname(name), decodeURIComponent(path)));
    if (target.startsWith("..") || !existsSync(join(root, target))) complain(name, `a link leads nowhere: ${link}`);
    else if (hash && !idsOf(target).includes(decodeURIComponent(hash))) complain(name, `no such place: ${link}`);
  }
}

async function accessible(page, name, settings) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  for (const of of violations.filter((one) => ["serious", "critical", "moderate"].includes(one.impact))) {
    complain(name, `axe (${settings}), ${of.impact}: ${of.help}: ${of.nodes.slice(0, 3).map((node) => node.html).join(" ").slice(0, 400)}`);
  }
}

async function inert(page, name) {
  if (await page.evaluate(() => window.pwned !== undefined)) complain(name, "a text of a contract was run");
  const foreign = await page.$$eval("iframe, img, object, embed, form[action], [onerror], [onclick], a[href^='javascript:']", (all) => all.length);
  if (foreign > 0) complain(name, "a text of a contract became markup");
}

async function everyPage() {
  // Colours are the same on every page alike; a sample is about size.
  const schemes = sample === Infinity ? ["light", "dark"] : ["light"];
  for (const scheme of schemes) {
    const { page, context } = await open({ colorScheme: scheme });
    for (const name of pages) {
      await visit(page, name);
      await page.evaluate(() => { for (const details of document.querySelectorAll("details")) details.open = true; });
      await links(page, name);
      await inert(page, name);
      await accessible(page, name, scheme);
    }
    await context.close();
  }
  const { page, context } = await open({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
  for (const name of pages) {
    await visit(page, name);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) complain(name, `${wide} pixels wider than a phone`);
  }
  await visit(page, pages[0]);
  await accessible(page, pages[0], "phone");
  await context.close();
}

async function keyboard() {
  const { page, context } = await open();
  await visit(page, "index.html");
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement.className);
  if (first !== "skip") complain("index.html", "the first stop of the Tab key is not the skip link");
  await page.keyboard.press("Enter");
  if ((await page.evaluate(() => document.activeElement.id)) !== "main") complain("index.html", "the skip link does not lead to the content");
  await page.click("#theme");
  await page.click("#theme");
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.reload();
  if ((await page.evaluate(() => getComputedStyle(document.body).backgroundColor)) !== dark) complain("index.html", "the theme is forgotten");
  await context.close();
}

async function search() {
  const { page, context } = await open();
  for (const find of finds) {
    const [words, address] = find.split("=");
    await visit(page, pages.find((name) => name.startsWith("contract/")) ?? "index.html");
    await page.keyboard.press("/");
    const start = performance.now();
    await page.keyboard.type(words);
    await page.waitForSelector("#panel:not([hidden])", { timeout: 10_000 });
    await page.waitForFunction(() => document.querySelector("#found").textContent !== "");
    const took = Math.round(performance.now() - start);
    await accessible(page, `search for ${words}`, "open");
    const active = await page.evaluate(() => document.getElementById(document.querySelector("#q").getAttribute("aria-activedescendant"))?.textContent);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.readyState === "complete");
    await page.waitForTimeout(150);
    const reached = decodeURIComponent(page.url().slice(pathToFileURL(root).href.length + 1));
    if (!new RegExp(`^(?:${address})$`).test(reached)) complain(`search for ${words}`, `leads to ${reached} (${active}), not ${address}`);
    console.log(`search for "${words}": ${reached}, ${took} ms with typing`);
  }
  await visit(page, "index.html");
  await page.keyboard.press("/");
  await page.keyboard.type("zzzz-nothing-is-called-that");
  await page.waitForFunction(() => document.querySelector("#found").textContent === "Nothing found", null, { timeout: 5000 });
  await context.close();
}

async function withoutScripts() {
  const { page, context } = await open({ javaScriptEnabled: false });
  await page.goto(pathToFileURL(join(root, pages.find((name) => name.startsWith("contract/")) ?? "index.html")).href);
  if (await page.isVisible("#q")) complain("without scripts", "a search box that does nothing is shown");
  if (!(await page.isVisible("h1"))) complain("without scripts", "nothing is shown");
  await context.close();
}

async function pictures() {
  mkdirSync(shots, { recursive: true });
  const wanted = (process.env.SHOTS ?? "index.html,families.html").split(",");
  const kinds = [["light", { colorScheme: "light" }], ["dark", { colorScheme: "dark" }], ["phone", { viewport: { width: 390, height: 844 }, isMobile: true }]];
  for (const [kind, settings] of kinds) {
    const { page, context } = await open(settings);
    for (const name of wanted) {
      await visit(page, name);
      await page.screenshot({ path: join(shots, `${name.replaceAll("/", "-")}-${kind}.png`), fullPage: true });
    }
    await context.close();
  }
  const { page, context } = await open();
  for (const name of wanted) {
    await visit(page, name);
    await page.pdf({ path: join(shots, `${name.replaceAll("/", "-")}.pdf`), format: "A4", margin: { top: "15mm", bottom: "15mm", left: "15mm", right: "15mm" } });
  }
  await context.close();
}

await everyPage();
await keyboard();
await search();
await withoutScripts();
if (shots) await pictures();
await browser.close();
for (const problem of problems.slice(0, 40)) console.error(problem);
console.log(problems.length === 0 ? "no problem found" : `${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

// Opens reports on qualifications in headless Chromium and holds them to what their readers need.
// usage: node report.mjs <folder> [--shots <directory>]
import { chromium } from "playwright-core";
import { readFileSync, readdirSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [, , given, ...options] = process.argv;
const root = resolve(given);
const shots = options[0] === "--shots" ? options[1] : null;
const axe = readFileSync(join(dirname(fileURLToPath(import.meta.resolve("axe-core"))), "axe.min.js"), "utf8");
const pages = readdirSync(root).filter((name) => name.endsWith(".html")).sort();
const problems = [];
const complain = (page, text) => problems.push(`${page}: ${text}`);
if (pages.length < 4) complain(root, "reports are missing");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

async function visit(name, settings) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...settings });
  const page = await context.newPage();
  const address = pathToFileURL(join(root, name)).href;
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complain(name, `console: ${message.text()}`); });
  page.on("pageerror", (error) => complain(name, `script: ${error.message}`));
  page.on("dialog", (dialog) => { complain(name, `dialog: ${dialog.message()}`); dialog.dismiss(); });
  // One file: not even another one beside it.
  page.on("request", (request) => { if (request.url() !== address && !request.url().startsWith("data:image/svg+xml,")) complain(name, `asks for ${request.url()}`); });
  await page.goto(address);
  return { page, context };
}

async function content(name) {
  const { page, context } = await visit(name, {});
  const found = await page.evaluate(() => ({
    pwned: window.pwned !== undefined,
    foreign: document.querySelectorAll("script, iframe, img, object, embed, form, [onerror], [onclick], a[href^='javascript:']").length,
    first: document.querySelector("main .verdict .badge")?.textContent,
    strips: document.querySelectorAll("svg.strip").length,
    words: document.body.innerText,
    ids: [...document.querySelectorAll("[id]")].map((one) => one.id),
    links: [...document.querySelectorAll("a[href^='#']")].map((one) => decodeURIComponent(one.getAttribute("href").slice(1))),
    // The colours of the page must have reached the pictures.
    plain: [...document.querySelectorAll("svg.strip *, svg.times *")].filter((one) => /^#0[0-9]0000$/.test(one.getAttribute("fill") ?? one.getAttribute("stroke") ?? "")).length,
    uncut: [...document.querySelectorAll("svg text")].every((one) => {
      const [own, around] = [one.getBoundingClientRect(), one.ownerSVGElement.getBoundingClientRect()];
      return own.width === 0 || (own.left >= around.left - 1 && own.right <= around.right + 1 && own.bottom <= around.bottom + 2);
    }),
  }));
  if (found.pwned) complain(name, "a text was run");
  if (found.foreign > 0) complain(name, `${found.foreign} elements that no report has: a text became markup`);
  if (found.plain > 0) complain(name, `${found.plain} shapes have a fixed colour`);
  if (!found.uncut) complain(name, "a number in a picture is cut");
  if (!/^[✓?✗] (passed|insufficient data|failed)$/.test(found.first ?? "")) complain(name, `the verdict does not come first: ${found.first}`);
  if (name !== "bare.html" && found.strips < 10) complain(name, `only ${found.strips} lines of charts`);
  if (/NaN|undefined|-?inf\b/.test(found.words.replaceAll("undefined=", ""))) complain(name, "a number is none");
  if (new Set(found.ids).size !== found.ids.length) complain(name, "an id stands twice");
  for (const link of found.links) if (!found.ids.includes(link)) complain(name, `no such place: #${link}`);
  // Every chart's numbers are in the row as words.
  if (name === "passed.html") {
    for (const words of ["may stand in for", "/severity", "94.8 %", "Tango", "margin", "ticket-0412", "p90", "$0.00134"]) {
      if (!found.words.replaceAll("\u00a0", " ").includes(words)) complain(name, `does not say "${words}"`);
    }
    const marked = await page.$$eval("details[open] mark", (all) => all.map((one) => one.textContent.trim()));
    if (!marked.some((text) => text.includes('"severity": "Medium"'))) complain(name, `the field that differs is not marked: ${marked}`);
    if (marked.some((text) => text.includes("summary"))) complain(name, `a field that agrees is marked: ${marked}`);
  }
  await context.close();
}

async function accessible(name, scheme) {
  const { page, context } = await visit(name, { colorScheme: scheme });
  await page.evaluate(() => { for (const details of document.querySelectorAll("details")) details.open = true; });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { preload: false, runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  for (const of of violations.filter((one) => ["serious", "critical", "moderate"].includes(one.impact))) {
    complain(name, `axe (${scheme}), ${of.impact}: ${of.help}: ${of.nodes.slice(0, 3).map((node) => node.html).join(" ").slice(0, 400)}`);
  }
  await context.close();
}

async function phone(name) {
  const { page, context } = await visit(name, { viewport: { width: 375, height: 740 }, isMobile: true, hasTouch: true });
  await page.evaluate(() => { for (const details of document.querySelectorAll("details")) details.open = true; });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) complain(name, `${wide} pixels wider than a phone`);
  await context.close();
  const desk = await visit(name, {});
  const wider = await desk.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wider > 0) complain(name, `${wider} pixels wider than a desk`);
  await desk.context.close();
}

/// Everything that opens or scrolls is reached by the keyboard, and a table stays a table on a phone.
async function keyboard() {
  const { page, context } = await visit("passed.html", {});
  const reached = new Set();
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement?.tagName));
  }
  for (const tag of ["A", "DIV", "SUMMARY", "PRE"]) if (!reached.has(tag)) complain("keyboard", `no ${tag} is reached`);
  const closed = page.locator("details.item:not([open]) > summary").first();
  await closed.focus();
  const before = await page.$$eval("details[open]", (all) => all.length);
  await page.keyboard.press("Enter");
  if ((await page.$$eval("details[open]", (all) => all.length)) !== before + 1) complain("keyboard", "Enter opens nothing");
  await context.close();
}

async function pictures() {
  mkdirSync(shots, { recursive: true });
  const kinds = [["light", { colorScheme: "light" }], ["dark", { colorScheme: "dark" }], ["phone", { viewport: { width: 375, height: 740 }, isMobile: true }]];
  for (const [kind, settings] of kinds) {
    for (const name of pages) {
      const { page, context } = await visit(name, settings);
      await page.screenshot({ path: join(shots, `${name}-${kind}.png`), fullPage: true });
      await context.close();
    }
  }
}

for (const name of pages) {
  await content(name);
  for (const scheme of ["light", "dark"]) await accessible(name, scheme);
  await phone(name);
}
await keyboard();
if (shots) await pictures();
await browser.close();
for (const problem of problems.slice(0, 40)) console.error(problem);
console.log(`${pages.length} reports below ${root}: ${problems.length === 0 ? "no problem found" : `${problems.length} problems`}`);
process.exit(problems.length === 0 ? 0 : 1);

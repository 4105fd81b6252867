// Runs each payload's schema through the JavaScript SDKs' transforms; one answer per payload, on stdout.
import { readFileSync } from "node:fs";

const { toStrictJsonSchema } = await import("openai/lib/transform");
const { transformJSONSchema } = await import("@anthropic-ai/sdk/lib/transform-json-schema");

// See compare.py: the one keyword on which the guide and the SDK differ.
function withoutPatterns(node) {
    if (Array.isArray(node)) return node.map(withoutPatterns);
    if (node === null || typeof node !== "object") return node;
    const kept = Object.entries(node).filter(([key, value]) => key !== "pattern" || typeof value !== "string");
    return Object.fromEntries(kept.map(([key, value]) => [key, withoutPatterns(value)]));
}
const anthropic = (schema) => transformJSONSchema(withoutPatterns(schema));

const transforms = {
    openai: toStrictJsonSchema,
    openai_tool: toStrictJsonSchema,
    anthropic,
    anthropic_tool: anthropic,
};
const out = [];
for (const payload of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
    const transform = transforms[payload.dialect];
    if (!transform || !payload.schema) {
        out.push(null);
        continue;
    }
    try {
        out.push({ schema: transform(structuredClone(payload.schema)) });
    } catch (error) {
        out.push({ rejected: String(error.message) });
    }
}
console.log(JSON.stringify(out));

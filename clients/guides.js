'use strict';

const fs = require('node:fs');
const path = require('node:path');

const folder = path.join(__dirname, 'target', 'guides');
const documents = fs.readFileSync(path.join(__dirname, '..', 'docs', 'clients.md'), 'utf8');

/**
 * The code of a guide in docs/clients.md, as it stands there but for what is another here, such as addresses: so the guide is what is
 * tested.
 *
 * @param {string} heading of the guide
 * @param {string} language of the code
 * @param {Object<string, string>} values what stands in the guide, and what stands for it here
 */
exports.guide = (heading, language, values) => replaced(heading, blocks(heading, language)[0], values);

/** The same, where the guide has several files: each begins with a comment that names it. Returns the code by these names. */
exports.guideFiles = (heading, language, values) => {
  const files = blocks(heading, language).map((code) => [/^(?:<\?php\n)?\/\/ (\S+)\n/.exec(code)[1], code]);
  const all = replaced(heading, files.map(([, code]) => code).join('\0'), values).split('\0');
  return Object.fromEntries(files.map(([name], index) => [name, all[index]]));
};

function blocks(heading, language) {
  const section = documents.split(/^### /m).find((part) => part.startsWith(`${heading}\n`));
  const found = [...(section ?? '').matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, code]) => code);
  if (found.length === 0) throw new Error(`docs/clients.md has no ${language} below '${heading}'`);
  return found;
}

function replaced(heading, code, values) {
  return Object.entries(values).reduce((so, [from, to]) => {
    if (!so.includes(from)) throw new Error(`The guide '${heading}' has no '${from}'`);
    return so.replaceAll(from, to);
  }, code);
}

/** The same as a file in a folder that git ignores, beside the libraries. */
exports.write = (name, code) => {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, code);
  return file;
};

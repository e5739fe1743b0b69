// A request as a few lines of a program. Each takes `{ method, url, headers, body, file }`, headers as pairs; body is a string,
// file the name of one that is sent as it is, and there is one of them at most.

const json = (value) => JSON.stringify(value);

export function curl({ method, url, headers, body, file }) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const lines = [`curl -i -X ${method} ${quoted(url)}`];
  for (const [name, value] of headers) lines.push(`  -H ${quoted(`${name}: ${value}`)}`);
  if (body !== undefined) lines.push(`  --data-raw ${quoted(body)}`);
  if (file !== undefined) lines.push(`  --data-binary ${quoted(`@${file}`)}`);
  if (method === 'HEAD') lines[0] = `curl -I ${quoted(url)}`;
  return lines.join(' \\\n');
}

export function javascript({ method, url, headers, body, file }) {
  const opening = file === undefined ? [] : ["import { openAsBlob } from 'node:fs';", ''];
  const lines = [...opening, `const response = await fetch(${json(url)}, {`, `  method: ${json(method)},`];
  if (headers.length > 0) lines.push('  headers: {', ...headers.map(([name, value]) => `    ${json(name)}: ${json(value)},`), '  },');
  if (body !== undefined) lines.push(`  body: ${json(body)},`);
  if (file !== undefined) lines.push(`  body: await openAsBlob(${json(file)}),`);
  lines.push('});', 'console.log(response.status, await response.text());');
  return lines.join('\n');
}

export function python({ method, url, headers, body, file }) {
  const lines = ['import urllib.error', 'import urllib.request', '', 'request = urllib.request.Request(', `    ${json(url)},`, `    method=${json(method)},`];
  if (headers.length > 0) lines.push('    headers={', ...headers.map(([name, value]) => `        ${json(name)}: ${json(value)},`), '    },');
  if (body !== undefined) lines.push(`    data=${json(body)}.encode(),`);
  if (file !== undefined) lines.push(`    data=open(${json(file)}, "rb").read(),`);
  lines.push(
    ')',
    'try:',
    '    response = urllib.request.urlopen(request)',
    'except urllib.error.HTTPError as refused:',
    '    response = refused',
    'print(response.status, response.read().decode())',
  );
  return lines.join('\n');
}

/** What a request of Java sends. */
function publisher(body, file) {
  if (file !== undefined) return `ofFile(Path.of(${json(file)}))`;
  return body === undefined ? 'noBody()' : `ofString(${json(body)})`;
}

export function java({ method, url, headers, body, file }) {
  return [
    'import java.net.URI;',
    'import java.net.http.*;',
    ...(file === undefined ? [] : ['import java.nio.file.Path;']),
    '',
    'void main() throws Exception {',
    `    var request = HttpRequest.newBuilder(URI.create(${json(url)}))`,
    ...headers.map(([name, value]) => `            .header(${json(name)}, ${json(value)})`),
    `            .method(${json(method)}, HttpRequest.BodyPublishers.${publisher(body, file)})`,
    '            .build();',
    '    try (var client = HttpClient.newHttpClient()) {',
    '        var response = client.send(request, HttpResponse.BodyHandlers.ofString());',
    '        IO.println(response.statusCode() + " " + response.body());',
    '    }',
    '}',
  ].join('\n');
}

// A request as a few lines of a program. Each takes `{ method, url, headers, body }`, headers as pairs, body a string or nothing.

const json = (value) => JSON.stringify(value);

export function curl({ method, url, headers, body }) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const lines = [`curl -i -X ${method} ${quoted(url)}`];
  for (const [name, value] of headers) lines.push(`  -H ${quoted(`${name}: ${value}`)}`);
  if (body !== undefined) lines.push(`  --data-raw ${quoted(body)}`);
  if (method === 'HEAD') lines[0] = `curl -I ${quoted(url)}`;
  return lines.join(' \\\n');
}

export function javascript({ method, url, headers, body }) {
  const lines = [`const response = await fetch(${json(url)}, {`, `  method: ${json(method)},`];
  if (headers.length > 0) lines.push('  headers: {', ...headers.map(([name, value]) => `    ${json(name)}: ${json(value)},`), '  },');
  if (body !== undefined) lines.push(`  body: ${json(body)},`);
  lines.push('});', 'console.log(response.status, await response.text());');
  return lines.join('\n');
}

export function python({ method, url, headers, body }) {
  const lines = ['import urllib.error', 'import urllib.request', '', 'request = urllib.request.Request(', `    ${json(url)},`, `    method=${json(method)},`];
  if (headers.length > 0) lines.push('    headers={', ...headers.map(([name, value]) => `        ${json(name)}: ${json(value)},`), '    },');
  if (body !== undefined) lines.push(`    data=${json(body)}.encode(),`);
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

export function java({ method, url, headers, body }) {
  const publisher = body === undefined ? 'HttpRequest.BodyPublishers.noBody()' : `HttpRequest.BodyPublishers.ofString(${json(body)})`;
  return [
    'import java.net.URI;',
    'import java.net.http.*;',
    '',
    'void main() throws Exception {',
    `    var request = HttpRequest.newBuilder(URI.create(${json(url)}))`,
    ...headers.map(([name, value]) => `            .header(${json(name)}, ${json(value)})`),
    `            .method(${json(method)}, ${publisher})`,
    '            .build();',
    '    try (var client = HttpClient.newHttpClient()) {',
    '        var response = client.send(request, HttpResponse.BodyHandlers.ofString());',
    '        IO.println(response.statusCode() + " " + response.body());',
    '    }',
    '}',
  ].join('\n');
}

// Shows one OpenAPI document in Swagger UI, with the request of each call as it stands beside it: as curl and in three languages, before
// it is sent, too.
import * as snippets from './snippets.js';

const LANGUAGES = [
  ['curl', 'curl', snippets.curl],
  ['javascript', 'JavaScript', snippets.javascript],
  ['python', 'Python', snippets.python],
  ['java', 'Java', snippets.java],
];
const LANGUAGE = 'vestibule-docs-language';

const reference = document.getElementById('reference');
const { document: address, server } = reference.dataset;

/** What Swagger UI would send, made of what is filled in now, as its own action makes it. Null where a field is missing that has to be there. */
function request({ specSelectors, oas3Selectors, authSelectors, fn }, path, method) {
  const spec = specSelectors.specJsonWithResolvedSubtrees().toJS();
  const { requestContentType, responseContentType } = specSelectors.contentTypeValues([path, method]).toJS();
  const typed = oas3Selectors.requestBodyValue(path, method);
  try {
    const built = fn.buildRequest({
      spec,
      operationId: spec.paths[path][method].operationId,
      pathName: path,
      method,
      parameters: specSelectors.parameterValues([path, method]).toJS(),
      requestContentType,
      responseContentType: responseContentType || '*/*',
      requestBody: typed?.toJS ? filled(typed.toJS()) : typed,
      securities: { authorized: authSelectors.authorized()?.toJS() },
      server,
      contextUrl: new URL(address, location.href).href,
    });
    return {
      method: built.method,
      url: new URL(built.url, location.href).href,
      headers: Object.entries(built.headers).filter(([name]) => name.toLowerCase() !== 'accept' || built.headers[name] !== '*/*'),
      ...content(built.body),
    };
  } catch {
    return null;
  }
}

/** The fields of a form that have a value. */
const filled = (fields) =>
  Object.fromEntries(
    Object.entries(fields)
      .map(([name, field]) => [name, field?.value ?? field])
      .filter(([, value]) => value !== '' && typeof value !== 'object'),
  );

/** What is sent: the name of a file that was chosen, or text. */
function content(body) {
  if (body instanceof File) return { file: body.name };
  if (body === undefined || body === null || body === '') return {};
  return { body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** The request in the language that the reader chose last. */
function requestPanel(system) {
  const { React } = system;
  const { createElement } = React;
  const store = system.getStore();
  return function Request({ path, method }) {
    const [language, choose] = React.useState(localStorage.getItem(LANGUAGE) ?? LANGUAGES[0][0]);
    const [copied, say] = React.useState(false);
    React.useSyncExternalStore(store.subscribe, store.getState); // shows what is typed
    const sent = request(system, path, method);
    const [, , write] = LANGUAGES.find(([name]) => name === language) ?? LANGUAGES[0];
    const code = sent ? write(sent) : 'Fill in what is required.';
    const button = ([name, label]) =>
      createElement(
        'button',
        {
          key: name,
          type: 'button',
          'aria-pressed': name === language,
          onClick: () => {
            localStorage.setItem(LANGUAGE, name);
            choose(name);
            say(false);
          },
        },
        label,
      );
    const copy = async () => {
      await navigator.clipboard.writeText(code);
      say(true);
    };
    return createElement(
      'section',
      { className: 'request', 'aria-label': 'The request in code' },
      createElement(
        'div',
        { className: 'languages' },
        ...LANGUAGES.map(button),
        createElement('button', { type: 'button', className: 'copy', onClick: copy }, copied ? 'Copied' : 'Copy'),
      ),
      createElement('pre', { tabIndex: 0 }, code),
    );
  };
}

/** Puts the request before the answers of each call. */
const besideEachCall = (system) => {
  let Panel;
  return {
    wrapComponents: {
      responses: (Original) => (properties) => {
        Panel ??= requestPanel(system.getSystem());
        const { createElement } = system.React;
        return createElement(
          'div',
          {},
          createElement(Panel, { path: properties.path, method: properties.method }),
          createElement(Original, properties),
        );
      },
    },
  };
};

/** An optional header isn't sent until it is typed: with the example of an Idempotency-Key each call would get the answer of the first. */
function withoutExample(parameter) {
  const { example, ...rest } = parameter;
  return parameter.in === 'header' && !parameter.required ? rest : parameter;
}

/**
 * The document for this page. Calls go to this server, below the path of its public URL. Parameters stand where they are used: in OpenAPI 3.1,
 * Swagger UI 5.34.1 doesn't follow references among the parameters of a path.
 */
function asItIsHere(spec) {
  const used = ({ $ref, ...parameter }) => withoutExample($ref ? spec.components.parameters[$ref.split('/').pop()] : parameter);
  const withParameters = (item) => (item?.parameters ? { ...item, parameters: item.parameters.map(used) } : item);
  const path = (item) => Object.fromEntries(Object.entries(withParameters(item)).map(([name, value]) => [name, withParameters(value)]));
  return {
    ...spec,
    paths: Object.fromEntries(Object.entries(spec.paths).map(([name, item]) => [name, path(item)])),
    servers: [{ url: server }],
  };
}

const thisServer = () => ({
  statePlugins: { spec: { wrapActions: { updateJsonSpec: (original) => (spec) => original(asItIsHere(spec)) } } },
});

const dark = matchMedia('(prefers-color-scheme: dark)');
const look = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', look);
look();

window.SwaggerUIBundle({
  domNode: reference,
  url: address,
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  plugins: [besideEachCall, thisServer],
});

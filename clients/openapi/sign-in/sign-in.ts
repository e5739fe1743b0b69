// One sign-in by the generated TypeScript client of a dialect: sign-in.js DIALECT BASE-URL; prints who it was, or the token's type.
import * as keaze from './keaze-typescript-fetch';
import * as logicboxes from './logicboxes-typescript-fetch';
import * as sonar from './sonar-typescript-fetch';

declare const process: { argv: string[] };

const [, , dialect, basePath] = process.argv;
const name = 'john.doe@example.com';
const password = 'correct horse 9';

const signIns: Record<string, () => Promise<string>> = {
  sonar: async () => {
    const configuration = new sonar.Configuration({ basePath, username: 'demo', password: 'demo-secret' });
    const credentials = { username: name, password };
    return (await new sonar.CustomerPortalApi(configuration).validateCredentials({ credentials })).data.contactName;
  },
  logicboxes: async () => {
    const keys: Record<string, string> = { 'auth-userid': '1', 'api-key': 'demo-key' };
    const configuration = new logicboxes.Configuration({ basePath, apiKey: (key) => keys[key]! });
    return (await new logicboxes.CustomersApi(configuration).authenticateJson({ username: name, passwd: password })).name;
  },
  keaze: async () => {
    const configuration = new keaze.Configuration({ basePath });
    const passwordLogin = { email: name, password };
    return (await new keaze.PasswordApi(configuration).passwordLogin({ passwordLogin })).tokenType;
  },
};

signIns[dialect!]!().then((said) => console.log(said));

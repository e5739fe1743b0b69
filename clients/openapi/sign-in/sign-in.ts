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
    // In the form: this generator sends each key of each alternative that the document offers, those it has no value for as "undefined"
    const form = { username: name, passwd: password, authUserid: 1, apiKey: 'demo-key' };
    return (await new logicboxes.CustomersApi(new logicboxes.Configuration({ basePath })).authenticateJson(form)).name;
  },
  keaze: async () => {
    const configuration = new keaze.Configuration({ basePath });
    const passwordLogin = { email: name, password };
    return (await new keaze.PasswordApi(configuration).passwordLogin({ passwordLogin })).tokenType;
  },
};

signIns[dialect!]!().then((said) => console.log(said));

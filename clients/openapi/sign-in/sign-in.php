<?php
// One sign-in by the generated PHP client of a dialect: sign-in.php DIALECT BASE-URL; prints who it was, or the token's type.
require __DIR__ . '/load.php';
[, $dialect, $url] = $argv;
$name = 'john.doe@example.com';
$password = 'correct horse 9';

switch ($dialect) {
    case 'sonar':
        $config = (new Sonar\Configuration())->setHost($url)->setUsername('demo')->setPassword('demo-secret');
        $credentials = new Sonar\Model\Credentials(['username' => $name, 'password' => $password]);
        $answer = (new Sonar\Api\CustomerPortalApi(null, $config))->validateCredentials($credentials);
        echo $answer->getData()->getContactName(), "\n";
        break;
    case 'logicboxes':
        $config = (new Logicboxes\Configuration())->setHost($url)->setApiKey('auth-userid', '1')->setApiKey('api-key', 'demo-key');
        echo (new Logicboxes\Api\CustomersApi(null, $config))->authenticateJson($name, $password)->getName(), "\n";
        break;
    case 'keaze':
        $config = (new Keaze\Configuration())->setHost($url);
        $login = new Keaze\Model\PasswordLogin(['email' => $name, 'password' => $password]);
        echo (new Keaze\Api\PasswordApi(null, $config))->passwordLogin($login)->getTokenType(), "\n";
        break;
}

<?php
// Finds Guzzle, and loads the generated PHP clients' classes as they are named. Given files, loads those too: what doesn't compile ends it.
foreach (['GuzzleHttp/autoload.php', 'vendor/autoload.php'] as $loader) {
    @include_once $loader;
}
spl_autoload_register(function (string $class): void {
    [$dialect, $path] = explode('\\', $class, 2) + [1 => ''];
    $file = getenv('CLIENTS') . '/' . strtolower($dialect) . '-php/lib/' . str_replace('\\', '/', $path) . '.php';
    is_file($file) && require_once $file;
});
if (realpath($argv[0]) === __FILE__) {
    array_map(fn (string $file) => require_once $file, array_slice($argv, 1));
}

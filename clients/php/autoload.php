<?php
// In the place of Composer's: phpseclib as Debian has it, and the library as Packagist has it, in the file beside this one.
require '/usr/share/php/phpseclib3/autoload.php';
require __DIR__ . '/OpenIDConnectClient.php';

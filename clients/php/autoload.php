<?php
// In the place of Composer's: phpseclib as Debian has it, and the library as Packagist has it, which not every build reaches.
require '/usr/share/php/phpseclib3/autoload.php';
require __DIR__ . '/OpenIDConnectClient.php';

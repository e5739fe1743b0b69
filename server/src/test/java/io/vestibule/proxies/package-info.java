/**
 * The server behind programs that real installations have: proxies, load balancers, poolers, caches, as the system's packages have
 * them. Every class here is tagged {@code proxies}; {@code ./test proxies} installs the programs and runs them.
 */
package io.vestibule.proxies;

/**
 * Maven artifacts, resolved as Maven resolves them: the user's settings, mirrors, proxies, servers and local
 * repository.
 */
@NullMarked
package dev.valence.maven;

import org.jspecify.annotations.NullMarked;

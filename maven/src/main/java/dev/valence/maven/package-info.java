/** Maven artifacts found as Maven finds them: the user's settings, mirrors, proxies, servers and local repository. */
@NullMarked
package dev.valence.maven;

import org.jspecify.annotations.NullMarked;

/** What every internal package may need. Packages below this one are not for users: they change without notice. */
@NullMarked
package dev.valence.internal;

import org.jspecify.annotations.NullMarked;

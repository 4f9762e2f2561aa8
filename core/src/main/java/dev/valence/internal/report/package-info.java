/** What training came to, as a page that needs no network and as tables that also a terminal can show. */
@NullMarked
package dev.valence.internal.report;

import org.jspecify.annotations.NullMarked;

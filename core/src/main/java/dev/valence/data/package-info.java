/**
 * Labelled text: {@link dev.valence.data.DatasetReader} reads GLUE directories, CSV and JSON Lines into a {@link
 * dev.valence.data.Dataset} of {@link dev.valence.data.Split}s, {@link dev.valence.data.DatasetAudit} describes it,
 * {@link dev.valence.data.BuiltInCorpus} makes one without any file, and {@link dev.valence.data.Sst2Archive} fetches
 * one.
 */
@NullMarked
package dev.valence.data;

import org.jspecify.annotations.NullMarked;

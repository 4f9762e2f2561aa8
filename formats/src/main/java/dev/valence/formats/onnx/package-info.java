/**
 * ONNX files: a reader and a writer of their protocol buffers, and an importer that identifies the anonymous weights of
 * an exported BERT encoder.
 */
@NullMarked
package dev.valence.formats.onnx;

import org.jspecify.annotations.NullMarked;

/**
 * ONNX files: a reader and a writer of their protocol buffers, and a follower of graphs that gives the anonymous weights of
 * an exported BERT encoder their names back.
 */
@NullMarked
package dev.valence.formats.onnx;

import org.jspecify.annotations.NullMarked;

/** Models as ONNX graphs, for other programs; each is run by ONNX Runtime before it is handed out. */
@NullMarked
package dev.valence.onnx;

import org.jspecify.annotations.NullMarked;

/** Export of models as ONNX graphs for other programs; each is verified with ONNX Runtime. */
@NullMarked
package dev.valence.onnx;

import org.jspecify.annotations.NullMarked;
